package dev.qmp.cli.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MigrationStreamTest {
    private static final String START = "5145564d 00000003 07 00000004 6e6f6e65 ";
    private static final String ADVISE = "08 0003 0010 0000000000001000 0000000000001000 ";
    private static final String DISCARD = "08 0006 0001 00 ";
    private static final String LISTEN = "08 0004 0000 ";
    private static final String RUN = "08 0005 0000 ";
    private static final String RESUME = "08 0009 0000 ";
    private static final String END = "00 ";

    @Test
    void readsAMigration() {
        assertRead(START + END, false, "ended");
        assertRead(START + "08 0001 0000 " + END + "06 00000002 7b7d", false, "ended");
    }

    @Test
    void readsAPostcopy() {
        assertRead(START + ADVISE + DISCARD + DISCARD + LISTEN + RUN + END, true, "listens", "runs", "ended");
        assertRead(START + "08 0001 0000 " + ADVISE + "08 0007 0004 0000000a " + LISTEN + RUN, true, "listens", "runs");
    }

    @Test
    void readsTheRestOfAPostcopy() {
        List<String> heard = new ArrayList<>();
        MigrationStream stream = MigrationStream.ofRecovery(listener(heard));
        stream.feed(bytes(RESUME + END));
        assertThat(heard).containsExactly("resumes", "ended");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            474554202f20485454502f312e31              | false | Not a migration stream
            5145564d00000002                          | false | Unsupported migration stream version
            5145564d0000000300                        | false | Configuration section missing
            5145564d00000003 07 00000004 6e6f6e78     | false | Machine type received is 'nonx' and local is 'none'
            5145564d00000003 07 ffffffff              | false | Machine type received is too long
            START 63                                  | false | Unknown savevm section type 99
            START 0800630000                          | false | MIG_CMD 0x63 means nothing here
            START 08000100017f                        | false | command 1 received with bad length - expecting 0, got 1
            START 0800040000                          | true  | CMD_POSTCOPY_LISTEN in wrong postcopy state (0)
            START 0800050000                          | true  | CMD_POSTCOPY_RUN in wrong postcopy state (0)
            START 0800090000                          | true  | CMD_POSTCOPY_RESUME in wrong postcopy state (0)
            START 08000600017f                        | true  | CMD_POSTCOPY_RAM_DISCARD in wrong postcopy state (0)
            START 0800030000                          | true  | RAM postcopy is enabled but have 0 byte advise
            START 08000300017f                        | false | RAM postcopy is disabled but have 1 byte advise
            """)
    void saysWhatIsWrong(String hex, boolean postcopy, String reason) {
        assertRead(hex.replace("START", START), postcopy, "bad: " + reason);
    }

    @Test
    void survivesGarbage() {
        Random random = new Random(4711);
        byte[] start = bytes(START).array();
        for (int i = 0; i < 20_000; i++) {
            byte[] garbage = new byte[random.nextInt(200)];
            random.nextBytes(garbage);
            if (random.nextBoolean()) {
                System.arraycopy(start, 0, garbage, 0, Math.min(start.length, garbage.length));
            }
            List<String> heard = new ArrayList<>();
            MigrationStream stream = MigrationStream.ofMigration(listener(heard), random.nextBoolean());
            ByteBuffer bytes = ByteBuffer.wrap(garbage);
            stream.feed(bytes);
            assertThat(bytes.hasRemaining()).isFalse();
            assertThat(heard.stream().filter(word -> word.equals("ended") || word.startsWith("bad")))
                    .hasSizeLessThanOrEqualTo(1);
        }
    }

    /** Whole, in two pieces cut at each place, and byte by byte. */
    private static void assertRead(String hex, boolean postcopy, String... expected) {
        byte[] all = bytes(hex).array();
        for (int cut = 0; cut <= all.length; cut++) {
            List<String> heard = new ArrayList<>();
            MigrationStream stream = MigrationStream.ofMigration(listener(heard), postcopy);
            stream.feed(ByteBuffer.wrap(all, 0, cut));
            stream.feed(ByteBuffer.wrap(all, cut, all.length - cut));
            assertThat(heard).as("cut at %d", cut).containsExactly(expected);
        }
        List<String> heard = new ArrayList<>();
        MigrationStream stream = MigrationStream.ofMigration(listener(heard), postcopy);
        for (byte b : all) {
            stream.feed(ByteBuffer.wrap(new byte[] {b}));
        }
        assertThat(heard).containsExactly(expected);
    }

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private static MigrationStream.Listener listener(List<String> heard) {
        return new MigrationStream.Listener() {
            @Override
            public void postcopyListens() {
                heard.add("listens");
            }

            @Override
            public void postcopyRuns() {
                heard.add("runs");
            }

            @Override
            public void postcopyResumes() {
                heard.add("resumes");
            }

            @Override
            public void ended() {
                heard.add("ended");
            }

            @Override
            public void bad(String reason) {
                heard.add("bad: " + reason);
            }
        };
    }
}
