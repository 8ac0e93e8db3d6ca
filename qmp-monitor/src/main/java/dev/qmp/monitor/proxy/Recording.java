package dev.qmp.monitor.proxy;

import dev.qmp.json.JsonParseException;
import dev.qmp.json.JsonText;
import dev.qmp.json.JsonValues;
import dev.qmp.monitor.internal.rights.Secrets;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the clients of a shared server asked and what it answered, to be replayed by a stand-in that has them as its replies.
 *
 * <pre>
 * Recording recording = new Recording();
 * Upstream server = Upstream.builder(address).listener(recording).build();
 * ...
 * Files.writeString(file, recording.replies().text());
 * </pre>
 *
 * <p>An event belongs to the request that the server was running; if there was none, to the one that it had answered last, with the time
 * since then. A sequence of equal answers is kept as one with a count, so that a client that polls makes a recording no larger.
 *
 * <p>Passwords, the data of secret objects and the like are masked, in requests and in replies.
 *
 * <p>Thread: safe for use by any thread.
 */
public final class Recording implements UpstreamListener {
    private final Set<String> secretNames;

    // Guarded by this.
    private final Map<Asked, List<Entry>> sequences = new LinkedHashMap<>();
    private final Map<Long, Entry> unanswered = new LinkedHashMap<>();
    private final List<RecordedAnswer.Happened> beforeAll = new ArrayList<>();
    private @Nullable Entry latest;
    private @Nullable JsonArray introspection;

    /** Requests that are answered in turn. */
    record Asked(String command, JsonObject arguments) {}

    /** An answer, or several equal ones. */
    private static final class Entry {
        final Asked asked;
        final boolean outOfBand;
        final List<RecordedAnswer.Happened> events = new ArrayList<>(0);
        int times = 1;

        @Nullable
        JsonObject outcome;

        long answeredNanos;

        Entry(Asked asked, boolean outOfBand) {
            this.asked = asked;
            this.outOfBand = outOfBand;
        }
    }

    /** Begins a recording that masks members named like passwords. */
    public Recording() {
        this(Set.of());
    }

    /**
     * Begins a recording that masks more.
     *
     * @param secretNames names of members whose values are masked besides, in any case of letters
     */
    public Recording(Collection<String> secretNames) {
        this.secretNames =
                secretNames.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public synchronized void introspected(JsonArray list) {
        introspection = list;
    }

    @Override
    public synchronized void asked(long number, String command, JsonObject arguments, boolean outOfBand) {
        Entry entry = new Entry(new Asked(command, Secrets.masked(command, arguments, secretNames)), outOfBand);
        unanswered.put(number, entry);
        sequences.computeIfAbsent(entry.asked, key -> new ArrayList<>(1)).add(entry);
    }

    @Override
    public synchronized void answered(long number, ByteBuffer reply) {
        Entry entry = unanswered.remove(number);
        JsonObject message = parsed(reply);
        if (entry == null || message == null) {
            return;
        }
        settle(latest);
        String kind = message.containsKey("error") ? "error" : "return";
        JsonValue content = message.getOrDefault(kind, JsonValues.EMPTY_OBJECT);
        entry.outcome = JsonValues.object()
                .add(kind, Secrets.maskedTexts(content, secretNames))
                .build();
        entry.answeredNanos = System.nanoTime();
        latest = entry;
    }

    /** No event belongs to an answer any more: it is joined with an equal one before it. */
    private void settle(@Nullable Entry entry) {
        if (entry == null || !entry.events.isEmpty()) {
            return;
        }
        List<Entry> sequence = sequences.getOrDefault(entry.asked, List.of());
        int index = sequence.lastIndexOf(entry);
        if (index > 0) {
            Entry before = sequence.get(index - 1);
            if (before.events.isEmpty() && before.outcome != null && before.outcome.equals(entry.outcome)) {
                before.times += entry.times;
                sequence.remove(index);
            }
        }
    }

    @Override
    public synchronized void happened(ByteBuffer event) {
        JsonObject message = parsed(event);
        if (message == null) {
            return;
        }
        JsonObject data = JsonValues.objectOrNull(message, "data");
        JsonObject shown = data == null
                ? JsonValues.EMPTY_OBJECT
                : Secrets.maskedTexts(data, secretNames).asJsonObject();
        String name = message.getString("event");
        Entry running = running();
        Entry last = latest;
        if (running != null) {
            running.events.add(new RecordedAnswer.Happened(name, shown, RecordedAnswer.BEFORE));
        } else if (last != null) {
            long after = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - last.answeredNanos);
            last.events.add(new RecordedAnswer.Happened(name, shown, after));
        } else {
            beforeAll.add(new RecordedAnswer.Happened(name, shown, 0));
        }
    }

    /** Returns the request that the server is running, as far as one can tell: it runs those in band in their order. */
    private @Nullable Entry running() {
        Entry first = null;
        for (Entry entry : unanswered.values()) {
            if (!entry.outOfBand) {
                return entry;
            }
            if (first == null) {
                first = entry;
            }
        }
        return first;
    }

    private static @Nullable JsonObject parsed(ByteBuffer message) {
        byte[] text = new byte[message.remaining()];
        message.get(message.position(), text);
        try {
            return JsonText.parse(text).asJsonObject();
        } catch (JsonParseException | ClassCastException e) {
            return null;
        }
    }

    @Override
    public synchronized void lost() {
        for (Entry entry : unanswered.values()) {
            entry.outcome = JsonValues.object().add("fault", "close").build();
        }
        unanswered.clear();
    }

    /**
     * Makes replies of what was recorded so far.
     *
     * @return the replies, which fit the schema that the server has shown
     */
    public RecordedReplies replies() {
        Map<String, List<RecordedAnswer.Sequence>> commands = new LinkedHashMap<>();
        List<RecordedAnswer.Happened> first;
        JsonArray schema;
        synchronized (this) {
            sequences.forEach((asked, entries) -> {
                List<RecordedAnswer> answers = new ArrayList<>(entries.size());
                for (Entry entry : entries) {
                    JsonObject outcome = entry.outcome;
                    if (outcome != null) {
                        answers.add(new RecordedAnswer(outcome, List.copyOf(entry.events), entry.times));
                    }
                }
                if (!answers.isEmpty()) {
                    commands.computeIfAbsent(asked.command(), name -> new ArrayList<>())
                            .add(new RecordedAnswer.Sequence(asked.arguments(), answers));
                }
            });
            first = List.copyOf(beforeAll);
            schema = introspection;
        }
        return RepliesMaker.make(commands, first, schema);
    }
}
