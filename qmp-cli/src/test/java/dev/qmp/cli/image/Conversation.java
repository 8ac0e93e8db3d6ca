package dev.qmp.cli.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.monitor.peers.QmpPeer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Plays a transcript with a server of its own. */
final class Conversation implements AutoCloseable {
    private final Path directory;
    private final RunningQmp server;
    private final Map<String, QmpPeer> peers = new HashMap<>();

    private Conversation(Path directory, RunningQmp server) {
        this.directory = directory;
        this.server = server;
    }

    /**
     * Plays a transcript to its end.
     *
     * @param transcript what to say and to expect
     * @param moreArguments options of the server besides those of the transcript
     */
    static void play(Transcript transcript, List<String> moreArguments) {
        Path directory = QmpImage.shortDirectory();
        List<String> arguments = new ArrayList<>(List.of("serve"));
        arguments.addAll(moreArguments);
        transcript.serverArguments().forEach(argument -> arguments.add(Transcript.within(directory, argument)));
        try (Conversation conversation =
                new Conversation(directory, RunningQmp.start(arguments.toArray(String[]::new)))) {
            conversation.play(transcript.steps());
        }
    }

    private void play(List<Transcript.Step> steps) {
        List<String> pending = new ArrayList<>();
        boolean ended = false;
        for (int i = 0; i < steps.size(); i++) {
            Transcript.Step step = steps.get(i);
            String text = Transcript.within(directory, step.text());
            switch (step.action()) {
                case CONNECT -> connect(step, text);
                case SEND -> peer(step).send(Transcript.bytes(text + "\n"));
                case SEND_BARE -> peer(step).send(Transcript.bytes(text));
                case EXPECT -> expect(step, List.of(new String(Transcript.bytes(text), UTF_8)));
                case EXPECT_UNORDERED -> {
                    pending.add(text);
                    boolean last = i + 1 == steps.size()
                            || steps.get(i + 1).action() != Transcript.Action.EXPECT_UNORDERED
                            || !steps.get(i + 1).peer().equals(step.peer());
                    if (last) {
                        expect(step, pending);
                        pending = new ArrayList<>();
                    }
                }
                case EXPECT_END -> expect(step, List.of("<end>"));
                case HALF_CLOSE -> peer(step).endOutput();
                case LEAVE -> peer(step).close();
                case THEN -> assertThat(pending).as(step.place()).isEmpty();
                case ENDED -> {
                    assertThat(server.status()).as(step.place()).isEqualTo(Integer.parseInt(text));
                    ended = true;
                }
            }
        }
        assertThat(server.process().isAlive()).as("the server lives on").isEqualTo(!ended);
    }

    private void connect(Transcript.Step step, String text) {
        Path socket = directory.resolve(step.peer().replaceFirst("[0-9]+$", ""));
        server.listeningOn(socket);
        QmpPeer peer = text.isEmpty() ? QmpPeer.connect(socket) : QmpPeer.negotiated(socket, text.equals("oob"));
        peers.put(step.peer(), peer);
    }

    private QmpPeer peer(Transcript.Step step) {
        QmpPeer peer = peers.get(step.peer());
        assertThat(peer)
                .as(step.place() + ": nobody has connected as " + step.peer())
                .isNotNull();
        return peer;
    }

    /** Reads as many lines as are expected; each expected one must be among them, one alone in its place. */
    private void expect(Transcript.Step step, List<String> expected) {
        List<String> missing = new ArrayList<>(expected);
        for (int i = 0; i < expected.size(); i++) {
            String line = peer(step).line();
            String found = missing.stream()
                    .filter(text -> Transcript.matches(text, line))
                    .findFirst()
                    .orElse(null);
            assertThat(found)
                    .as(() -> step.place() + ": got " + line + "\n  for " + String.join("\n   or ", missing))
                    .isNotNull();
            missing.remove(found);
        }
    }

    @Override
    public void close() {
        peers.values().forEach(QmpPeer::close);
        server.close();
    }
}
