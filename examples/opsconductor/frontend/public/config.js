// In prod nginx answers this address with what the container's environment says; see nginx/write-config.sh.
window.OPSCONDUCTOR = {};
