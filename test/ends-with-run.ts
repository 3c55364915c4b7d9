// a run that is interrupted does not wait for its workers, and each would go on with its tests
if (process.listenerCount('disconnect') === 0) process.once('disconnect', () => process.exit(1));
