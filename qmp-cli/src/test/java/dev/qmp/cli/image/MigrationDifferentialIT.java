package dev.qmp.cli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.qmp.json.JsonText;
import dev.qmp.monitor.peers.QmpPeer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same migration to a real QEMU and to the image: the same events, replies and states, in the same order. */
class MigrationDifferentialIT {
    private static final String END_OF_STREAM = "\"event\": \"MIGRATION\", \"data\": {\"status\": \"completed\"}}";

    @ParameterizedTest
    @CsvSource({
        "5145564d 00000003 07 00000004 6e6f6e65 00, ''",
        "5145564d 00000003 07 00000004 6e6f6e65 00, '-S'",
        "5145564d 00000003 07 00000004 6e6f6e65 08 0001 0000 00, ''"
    })
    void takesAMigrationAsARealQemuDoes(String stream, String options) {
        assumeTrue(RunningQemu.isInstalled(), RunningQemu.PROGRAM + " is not installed: nothing to compare with");
        List<String> arguments = new ArrayList<>(List.of("-incoming", "defer"));
        if (!options.isEmpty()) {
            arguments.add(options);
        }
        byte[] bytes = HexFormat.of().parseHex(stream.replace(" ", ""));
        Path ours = QmpImage.shortDirectory();
        Path theirs = QmpImage.shortDirectory();
        try (RunningQmp qmp = RunningQemu.likeIt(arguments, ours.resolve("qmp"));
                RunningQmp qemu = RunningQemu.start(arguments, theirs.resolve("qmp"))) {
            assertThat(heard(ours, bytes)).isEqualTo(heard(theirs, bytes));
            assertThat(qmp.process().isAlive()).isTrue();
            assertThat(qemu.process().isAlive()).isTrue();
        }
    }

    /** Everything that a monitor says from before the migration until after it, but times and the folder's name. */
    private static List<Object> heard(Path folder, byte[] stream) {
        List<String> heard = new ArrayList<>();
        try (QmpPeer peer = TwoServers.open(folder.resolve("qmp"), TwoServers.Session.OUT_OF_BAND)) {
            peer.send("{'execute':'migrate-set-capabilities','arguments':"
                    + "{'capabilities':[{'capability':'events','state':true}]},'id':1}");
            peer.send("{'execute':'migrate-incoming','arguments':{'uri':'unix:" + folder.resolve("source")
                    + "'},'id':2}");
            peer.send("{'execute':'query-migrate','id':3}{'execute':'query-yank','id':4}");
            until(peer, "\"id\": 4}", heard);
            try (QmpPeer source = QmpPeer.connect(folder.resolve("source"))) {
                until(peer, "\"active\"}}", heard);
                source.send(stream);
            }
            until(peer, END_OF_STREAM, heard);
            peer.send(
                    "{'execute':'query-migrate','id':5}{'execute':'query-yank','id':6}{'execute':'query-status','id':7}");
            until(peer, "\"id\": 7}", heard);
        }
        return heard.stream()
                .map(line -> line.replace(folder.toString(), "").replaceFirst("\"timestamp\": \\{[^}]*\\}, ", ""))
                .map(line -> TwoServers.byValue(JsonText.parse(line)))
                .toList();
    }

    private static void until(QmpPeer peer, String end, List<String> heard) {
        String line;
        do {
            line = peer.line();
            assertThat(line).as("after %s", heard).isNotEqualTo("<end>");
            heard.add(line);
        } while (!line.endsWith(end));
    }
}
