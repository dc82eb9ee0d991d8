# What mmdebstrap is told for the Debian base image: variant, packages, and two changes in the new root "$1".
# The host's certificates go in: a network that signs TLS anew is trusted inside as outside. Their second copy is not made anew
# by update-ca-certificates when a package asks for it.
variant=minbase
include=ca-certificates
customize='install -D -m 644 /etc/ssl/certs/ca-certificates.crt "$1/usr/local/share/hubyard/host-certificates.crt"'
customize='cp /etc/ssl/certs/ca-certificates.crt "$1/etc/ssl/certs/ca-certificates.crt"'
