package org.example.lamps;

import static dev.qmp.monitor.testing.Answer.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.qmp.monitor.testing.QmpStandIn;
import dev.qmp.monitor.testing.QmpStandInExtension;
import dev.qmp.qapi.SchemaSource;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LampsTest {
    @RegisterExtension
    static final QmpStandInExtension SERVER =
            QmpStandInExtension.of(QmpStandIn.withProtocol(SchemaSource.file(Path.of("../lamp.json")))
                    .replies(Path.of("../replies.json")));

    private Lamps lamps;

    @BeforeEach
    void connect(QmpStandIn server) throws IOException {
        lamps = new Lamps(server.socketAddress());
    }

    @AfterEach
    void disconnect() throws IOException {
        lamps.close();
    }

    @Test
    void paintsAndSeesWhatWasPainted(QmpStandIn server) throws IOException {
        lamps.paint("desk", "green");
        assertEquals("desk", lamps.painted());
        server.verify("lamp-paint", "{'name': 'desk', 'colour': 'green'}", 1);
    }

    @Test
    void saysWhyALampCannotBePainted() {
        IOException failure = assertThrows(IOException.class, () -> lamps.paint("attic", "red"));
        assertEquals("there is no lamp 'attic'", failure.getMessage());
    }

    @Test
    void seesEventsOfOthers(QmpStandIn server) throws IOException {
        server.emit("LAMP_PAINTED", "{'name': 'hall', 'colour': 'red'}");
        assertEquals("hall", lamps.painted());
    }

    @Test
    void takesOtherAnswers(QmpStandIn server) throws IOException {
        assertEquals(List.of("desk"), lamps.names());
        server.reply("query-lamps", answer().returns("[{'name': 'hall'}, {'name': 'porch'}]"));
        assertEquals(List.of("hall", "porch"), lamps.names());
    }

    @Test
    void noticesTheEndInMidReply() throws IOException {
        lamps.paint("desk", "green");
        assertThrows(EOFException.class, lamps::names);
    }

    @Test
    void noticesABrokenConnection(QmpStandIn server) {
        server.breakConnection();
        assertThrows(EOFException.class, lamps::painted);
    }
}
