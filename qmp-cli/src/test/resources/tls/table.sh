#!/bin/sh
# Makes two authorities and a table of certificates below the directory given as the argument: NAME/cert.pem and NAME/key.pem, most of
# them with something wrong.
set -eu
cd "$1"
cat >ca.cnf <<END
[ca]
default_ca=here
[here]
database=index.txt
serial=serial
new_certs_dir=.
certificate=ca-cert.pem
private_key=ca-key.pem
default_md=sha256
default_crl_days=30
policy=any
unique_subject=no
[any]
commonName=supplied
END
: >index.txt
echo 1000 >serial
authority() { # its name, the prefix of its files
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 30 -subj "/CN=$1" \
        -addext keyUsage=critical,keyCertSign,cRLSign -keyout "$2-key.pem" -out "$2-cert.pem" 2>/dev/null
}
authority authority ca
authority "another authority" other
certificate() { # its name, its purpose or "", its key, further options
    name=$1 purpose=$2 key=$3
    shift 3
    mkdir "$name"
    case $key in
    rsa*) openssl genrsa -out "$name/key.pem" "${key#rsa}" 2>/dev/null ;;
    *) openssl ecparam -name prime256v1 -genkey -noout -out "$name/key.pem" ;;
    esac
    openssl req -new -key "$name/key.pem" -subj "/CN=$name" -out request.pem
    {
        echo "basicConstraints=critical,CA:${isca:-FALSE}"
        echo "keyUsage=critical,${usage:-digitalSignature,keyEncipherment}"
        [ -z "$purpose" ] || echo "extendedKeyUsage=critical,$purpose"
        echo "subjectAltName=DNS:${host:-localhost},IP:127.0.0.1"
    } >extensions
    openssl ca -config ca.cnf -batch -notext -in request.pem -extfile extensions -out "$name/cert.pem" "$@" 2>/dev/null
}
year=$(date +%Y)
soon="-startdate $((year - 1))0101000000Z -enddate $((year + 1))0101000000Z"
past="-startdate $((year - 3))0101000000Z -enddate $((year - 2))0101000000Z"
future="-startdate $((year + 2))0101000000Z -enddate $((year + 3))0101000000Z"
for role in client server; do
    certificate good-$role ${role}Auth ec $soon
    certificate expired-$role ${role}Auth ec $past
    certificate early-$role ${role}Auth ec $future
    certificate aimless-$role "" ec $soon
    certificate small-$role ${role}Auth rsa1024 $soon
    certificate sha1-$role ${role}Auth rsa2048 $soon -md sha1
    certificate foreign-$role ${role}Auth ec $soon -cert other-cert.pem -keyfile other-key.pem
    certificate revoked-$role ${role}Auth ec $soon
    openssl ca -config ca.cnf -revoke revoked-$role/cert.pem 2>/dev/null
    usage=keyCertSign certificate unsigning-$role ${role}Auth ec $soon
    isca=TRUE certificate authority-$role ${role}Auth ec $soon
done
certificate wrong-client serverAuth ec $soon
certificate wrong-server clientAuth ec $soon
host=elsewhere.example certificate elsewhere-server serverAuth ec $soon
openssl ca -config ca.cnf -gencrl -out ca-crl.pem 2>/dev/null
