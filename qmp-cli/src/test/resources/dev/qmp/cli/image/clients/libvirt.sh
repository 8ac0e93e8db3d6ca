#!/bin/bash
# libvirt.sh EMULATOR FOLDER DISK: libvirt's session daemon takes a program for a QEMU, and runs a domain on it. Prints what virsh prints.
set -eu
emulator=$1 folder=$2 disk=$3
export HOME=$folder XDG_RUNTIME_DIR=$folder/run LC_ALL=C.UTF-8
unset XDG_CONFIG_HOME XDG_CACHE_HOME
mkdir -m 700 -p "$XDG_RUNTIME_DIR"
libvirtd --timeout 600 >"$folder/libvirtd.log" 2>&1 &
daemon=$!
end() {
    timeout 60 virsh -q -c qemu:///session destroy story >/dev/null 2>&1 || :
    kill "$daemon"
    wait "$daemon" || :
}
trap end EXIT
until [ -S "$XDG_RUNTIME_DIR/libvirt/libvirt-sock" ]; do
    kill -0 "$daemon"
    sleep 0.1
done
v() {
    echo "+ virsh $*"
    timeout 120 virsh -q -c qemu:///session "$@" 2>&1
}
cat >"$folder/story.xml" <<XML
<domain type='qemu'>
  <name>story</name><memory unit='MiB'>64</memory><vcpu>1</vcpu>
  <os><type arch='x86_64' machine='pc'>hvm</type></os>
  <features><acpi/></features>
  <devices><emulator>$emulator</emulator><controller type='usb' model='none'/><memballoon model='none'/></devices>
</domain>
XML
v domcapabilities --emulatorbin "$emulator"
v define "$folder/story.xml"
v start story
v domstate story
v suspend story
v domstate story
v resume story
v domstate story
v reset story
v attach-disk story "$disk" vda
v domblklist story
v shutdown story
v domstate story
v destroy story
v domstate story
v undefine story
