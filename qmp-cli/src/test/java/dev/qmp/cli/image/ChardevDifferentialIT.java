package dev.qmp.cli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.qmp.json.JsonText;
import dev.qmp.monitor.peers.QmpPeer;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** The device commands, the same requests in the same order to the image and to a real QEMU. */
class ChardevDifferentialIT {
    private static final List<String> REQUESTS = List.of(
            add("n", "null", ""),
            add("n", "null", ""),
            "'execute':'chardev-add'",
            "'execute':'chardev-add','arguments':{'id':'x'}",
            "'execute':'chardev-add','arguments':{'id':'x','backend':{}}",
            "'execute':'chardev-add','arguments':{'id':'x','backend':3}",
            "'execute':'chardev-add','arguments':{'id':'x','backend':{'type':'nosuch','data':{}}}",
            "'execute':'chardev-add','arguments':{'id':'x','backend':{'type':'null'}}",
            add("x", "null", "'foo':1"),
            add("x", "file", ""),
            add("x", "file", "'out':'/nonexist/f'"),
            add("x", "file", "'out':'DIR/f','append':'yes'"),
            add("f", "file", "'out':'DIR/f','append':true,'logfile':'DIR/log'"),
            add("x", "file", "'out':'DIR/f','logfile':'/nonexist/log'"),
            add("x", "vc", "'cols':80,'rows':24"),
            add("y", "vc", "'cols':'x'"),
            add("y", "msmouse", ""),
            add("z", "msmouse", "'x':1"),
            remove("x"),
            remove("y"),
            add("x", "udp", "'remote':{'type':'unix','data':{'path':'/x'}}"),
            add("x", "socket", vsock("x", "1", "")),
            add("x", "socket", vsock("1", "", "")),
            add("x", "socket", vsock("4294967296", "1", ",'server':false")),
            add("x", "socket", "'addr':{'type':'vsock','data':{'cid':'1'}}"),
            add("x", "socket", "'addr':{'type':'vsock','data':{'cid':1,'port':'1'}}"),
            add("x", "socket", vsock("1", "1", ",'tls-creds':'t'")),
            add("x", "socket", vsock("x", "y", ",'server':false,'reconnect':3600")),
            remove("x"),
            add("x", "pipe", "'device':'/nonexist/p'"),
            add("x", "ringbuf", "'size':5"),
            add("x", "ringbuf", "'size':-1"),
            add("r", "ringbuf", "'size':8"),
            add("m", "memory", ""),
            add("x", "mux", ""),
            add("x", "mux", "'chardev':'nosuch'"),
            add("x", "socket", ""),
            add("x", "socket", "'addr':{'type':'unix'}"),
            add("x", "socket", "'addr':{'type':'inet','data':{'host':'127.0.0.1','port':1}}"),
            add("x", "socket", "'addr':{'type':'inet','data':{'host':'127.0.0.1'}}"),
            add("x", "socket", "'server':false,'addr':{'type':'unix','data':{'path':'/nonexist/s'}}"),
            add("x", "socket", "'server':false,'wait':true,'addr':{'type':'unix','data':{'path':'/nonexist/s'}}"),
            add("x", "socket", "'server':false,'websocket':true,'addr':{'type':'unix','data':{'path':'/nonexist/s'}}"),
            add("x", "socket", "'reconnect':1,'addr':{'type':'unix','data':{'path':'/nonexist/s'}}"),
            add("x", "socket", "'addr':{'type':'unix','data':{'path':'/nonexist/s'}}"),
            add("x", "socket", "'tls-creds':'t','addr':{'type':'unix','data':{'path':'/nonexist/s'}}"),
            add("x", "socket", "'tls-authz':'t','addr':{'type':'unix','data':{'path':'/nonexist/s'}}"),
            add("x", "socket", "'tls-creds':'t','addr':{'type':'inet','data':{'host':'127.0.0.1','port':'0'}}"),
            add("x", "socket", "'addr':{'type':'fd','data':{'str':'mine'}}"),
            add("x", "socket", "'addr':{'type':'inet','data':{'host':'127.0.0.1','port':'nosuch'}}"),
            add(
                    "x",
                    "socket",
                    "'addr':{'type':'inet','data':{'host':'127.0.0.1','port':'0','ipv4':false,'ipv6':false}}"),
            add("k", "socket", "'addr':{'type':'inet','data':{'host':'127.0.0.1','port':'0','keep-alive':true}}"),
            remove("k"),
            add("s", "socket", "'addr':{'type':'unix','data':{'path':'DIR/s'}}"),
            add(
                    "again",
                    "socket",
                    "'server':false,'reconnect':3600,'addr':{'type':'unix','data':{'path':'/nonexist/s'}}"),
            "'execute':'query-chardev'",
            change("nosuch", "null", ""),
            change("compat_monitor0", "null", ""),
            change("s", "socket", "'addr':{'type':'unix','data':{'path':'DIR/other'}}"),
            change("f", "null", ""),
            "'execute':'query-chardev'",
            remove("nosuch"),
            remove("compat_monitor0"),
            remove("s"),
            remove("s"),
            remove("again"),
            "'execute':'chardev-send-break','arguments':{'id':'nosuch'}",
            "'execute':'chardev-send-break','arguments':{'id':'compat_monitor0'}",
            write("r", "'abcdefghij'", ""),
            read("r", "3", ""),
            read("r", "100", ""),
            read("r", "100", ""),
            read("r", "0", ""),
            read("r", "-1", ""),
            read("r", "1", ",'format':'foo'"),
            read("nosuch", "1", ""),
            read("f", "1", ""),
            write("nosuch", "'x'", ""),
            write("f", "'x'", ""),
            write("r", "'*'", ",'format':'base64'"),
            write("r", "'YWJj'", ",'format':'base64'"),
            read("r", "2", ",'format':'base64'"),
            read("r", "2", ""),
            write("r", "'YWJjZ'", ",'format':'base64'"),
            read("r", "9", ""),
            write("r", "'YW=jZGV='", ",'format':'base64'"),
            read("r", "9", ",'format':'base64'"),
            write("r", "'YW\\nJj'", ",'format':'base64'"),
            read("r", "9", ""),
            write("r", "'é中z'", ""),
            read("r", "1", ""),
            read("r", "100", ""),
            write("r", "'YQBi'", ",'format':'base64'"),
            read("r", "100", ""),
            write("r", "'a\\u0000b'", ""),
            read("r", "100", ",'format':'base64'"),
            write("r", "'\\ud83d\\ude00'", ""),
            read("r", "100", ""),
            write("r", "'4oI5+PiA/v/A'", ",'format':'base64'"),
            read("r", "100", ""),
            write("m", "'kept'", ""),
            read("m", "100", ""),
            "'execute':'query-yank'",
            yank("{'type':'chardev','id':'nosuch'}"),
            yank("{'type':'chardev'}"),
            yank("{'type':'block-node','node-name':'x'}"),
            yank("{'type':'nosuch'}"),
            yank(""),
            add("p", "pty", "'foo':1"),
            add("hr", "ringbuf", "'size':8"),
            add("h", "hub", ""),
            add("h", "hub", "'chardevs':[]"),
            add("h", "hub", "'chardevs':['nosuch']"),
            add("h", "hub", "'chardevs':['hr','hr']"),
            add("h", "hub", "'chardevs':['hr']"),
            add("again", "hub", "'chardevs':['hr']"),
            add("again", "hub", "'chardevs':['h']"),
            change("h", "null", ""),
            change("hr", "null", ""),
            remove("hr"),
            remove("h"),
            remove("hr"),
            // A multiplexer's base has a front end from the beginning here, there from the multiplexer's first one on;
            // so no list
            // of devices from here on.
            add("mux", "mux", "'chardev':'n'"),
            change("mux", "null", ""),
            remove("mux"),
            remove("n"),
            change("f", "mux", "'chardev':'m'"),
            change("f", "null", ""),
            remove("f"),
            // There the device is lost now, here it stays.
            change("r", "file", "'out':'/nonexist/f'"));

    private static String add(String id, String type, String data) {
        return backend("chardev-add", id, type, data);
    }

    private static String change(String id, String type, String data) {
        return backend("chardev-change", id, type, data);
    }

    private static String backend(String command, String id, String type, String data) {
        return "'execute':'" + command + "','arguments':{'id':'" + id + "','backend':{'type':'" + type + "','data':{"
                + data + "}}}";
    }

    private static String vsock(String cid, String port, String more) {
        return "'addr':{'type':'vsock','data':{'cid':'" + cid + "','port':'" + port + "'}}" + more;
    }

    private static String remove(String id) {
        return "'execute':'chardev-remove','arguments':{'id':'" + id + "'}";
    }

    private static String write(String device, String data, String more) {
        return "'execute':'ringbuf-write','arguments':{'device':'" + device + "','data':" + data + more + "}";
    }

    private static String read(String device, String size, String more) {
        return "'execute':'ringbuf-read','arguments':{'device':'" + device + "','size':" + size + more + "}";
    }

    private static String yank(String instance) {
        return "'execute':'yank','arguments':{'instances':[" + instance + "]}";
    }

    @Test
    void repliesAreThoseOfARealQemu() {
        assumeTrue(RunningQemu.isInstalled(), RunningQemu.PROGRAM + " is not installed: nothing to compare with");
        Path ours = QmpImage.shortDirectory();
        Path theirs = QmpImage.shortDirectory();
        try (RunningQmp qmp = RunningQemu.likeIt(List.of(), ours.resolve("q"));
                RunningQmp qemu = RunningQemu.start(theirs.resolve("q"));
                QmpPeer peer = QmpPeer.negotiated(ours.resolve("q"), false);
                QmpPeer reference = QmpPeer.connect(theirs.resolve("q"))) {
            assertThat(reference.line()).startsWith("{\"QMP\"");
            reference.send("{'execute':'qmp_capabilities'}");
            assertThat(reference.line()).isEqualTo("{\"return\": {}}");
            SoftAssertions all = new SoftAssertions();
            for (String request : REQUESTS) {
                JsonObject actual = ask(peer, request, ours);
                JsonObject expected = ask(reference, request, theirs);
                all.assertThat(actual).as(request).isEqualTo(expected);
            }
            all.assertAll();
            assertThat(qmp.process().isAlive()).isTrue();
            assertThat(qemu.process().isAlive()).isTrue();
        }
    }

    private static JsonObject ask(QmpPeer peer, String request, Path directory) {
        String line = peer.send("{" + request.replace("DIR", directory.toString()) + "}")
                .line();
        JsonObject reply =
                JsonText.parse(line.replace(directory.toString(), "DIR")).asJsonObject();
        return sorted(reply);
    }

    /** Lists of devices and the like have no order there. */
    private static JsonObject sorted(JsonObject reply) {
        JsonValue value = reply.get("return");
        if (value == null || value.getValueType() != JsonValue.ValueType.ARRAY) {
            return reply;
        }
        List<JsonValue> elements = new ArrayList<>(value.asJsonArray());
        elements.sort(Comparator.comparing(JsonValue::toString));
        return JsonText.parse("{\"return\": " + elements + "}").asJsonObject();
    }
}
