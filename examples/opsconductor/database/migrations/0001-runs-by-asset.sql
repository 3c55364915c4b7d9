-- What was last done on an asset is asked more often than anything else of this table, which only grows.
CREATE INDEX runs_by_asset ON runs (asset, id DESC);
