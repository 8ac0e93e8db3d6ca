package dev.qmp.chardev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What query-chardev prints about idle devices, here and in the real server; ports are left out. */
class FilenameDifferentialTest {
    private static final List<String> DEVICES = List.of(
            "null,id=n",
            "vc,id=vc",
            "msmouse,id=ms",
            "ringbuf,id=r",
            "memory,id=me",
            "file,id=f,path=out",
            "udp,id=u,host=127.0.0.1,port=9",
            "null,id=mx,mux=on",
            "socket,id=s1,path=@DIR@/s,server=on,wait=off",
            "socket,id=s2,host=127.0.0.1,port=0,server=on,wait=off",
            "socket,id=s3,host=127.0.0.1,port=0,server=on,wait=off,telnet=on",
            "socket,id=s4,host=127.0.0.1,port=0,server=on,wait=off,websocket=on",
            "socket,id=s5,host=127.0.0.1,port=0,server=on,wait=off,websocket=on,telnet=on",
            "socket,id=s6,host=::1,port=0,server=on,wait=off",
            "socket,id=s7,host=localhost,port=0,server=on,wait=off,ipv4=on",
            "socket,id=s8,host=,port=0,server=on,wait=off",
            "socket,id=c1,path=@DIR@/none,reconnect=100",
            "socket,id=c2,host=127.0.0.1,port=1,reconnect=100");

    @RegisterExtension
    final Devices devices = new Devices();

    @TempDir
    Path dir;

    @TempDir
    Path other;

    @Test
    void describesIdleDevicesAsTheRealServerDoes() throws Exception {
        Assumptions.assumeTrue(RealQemu.isInstalled(), RealQemu.PROGRAM + " is not installed: nothing to compare with");
        for (String device : DEVICES) {
            devices.add(device.replace("@DIR@", dir.toString()).replace("path=out", "path=" + dir + "/out"));
        }
        TreeMap<String, String> ours = new TreeMap<>();
        devices.registry.list().forEach(d -> ours.put(d.id(), normal(d.filename())));
        assertThat(ours).isEqualTo(theirs());
    }

    private Map<String, String> theirs() throws Exception {
        List<String> command = new ArrayList<>(
                List.of(RealQemu.PROGRAM, "-M", "none", "-nodefaults", "-display", "none", "-qmp", "stdio"));
        for (String device : DEVICES) {
            command.add("-chardev");
            command.add(device.replace("@DIR@", other.toString()));
        }
        Process process = new ProcessBuilder(command)
                .directory(other.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        TreeMap<String, String> found = new TreeMap<>();
        try (Writer in = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
                BufferedReader out =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            in.write("{\"execute\":\"qmp_capabilities\"}{\"execute\":\"query-chardev\"}{\"execute\":\"quit\"}\n");
            in.flush();
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                Matcher m = Pattern.compile("\"filename\": \"([^\"]*)\", \"label\": \"([^\"]*)\"")
                        .matcher(line);
                while (m.find()) {
                    if (!m.group(2).startsWith("compat_monitor")) {
                        found.put(m.group(2), normal(m.group(1)));
                    }
                }
            }
        }
        process.waitFor();
        return found;
    }

    private String normal(String filename) {
        return filename.replace(dir.toString(), "@DIR@")
                .replace(other.toString(), "@DIR@")
                .replaceAll(":[0-9]{2,5}(?=,|$)", ":PORT");
    }
}
