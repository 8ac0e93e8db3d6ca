#!/bin/sh
# Makes a certificate authority, and with it certificates for one server and one client, in the directory given as the argument.
# The file names are those that tls-creds-x509 looks for.
set -eu
cd "$1"

# The authority.
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 365 \
    -addext keyUsage=critical,keyCertSign,cRLSign -subj "/CN=My authority" -keyout ca-key.pem -out ca-cert.pem

# The server; clients check the name that they connect to against these.
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc \
    -subj "/CN=localhost" -keyout server-key.pem -out server.csr
# What a certificate is for must be in it: without extendedKeyUsage a server's would be accepted as a client's.
cat >server.ext <<END
subjectAltName=DNS:localhost,IP:127.0.0.1
keyUsage=critical,digitalSignature,keyEncipherment
extendedKeyUsage=critical,serverAuth
END
openssl x509 -req -in server.csr -CA ca-cert.pem -CAkey ca-key.pem -CAcreateserial -days 365 \
    -extfile server.ext -out server-cert.pem

# A client; authz-simple can admit it by its name.
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc \
    -subj "/CN=client" -keyout client-key.pem -out client.csr
cat >client.ext <<END
keyUsage=critical,digitalSignature,keyEncipherment
extendedKeyUsage=critical,clientAuth
END
openssl x509 -req -in client.csr -CA ca-cert.pem -CAkey ca-key.pem -days 365 -extfile client.ext -out client-cert.pem

rm -f server.csr server.ext client.csr client.ext
chmod 600 ca-key.pem server-key.pem client-key.pem
