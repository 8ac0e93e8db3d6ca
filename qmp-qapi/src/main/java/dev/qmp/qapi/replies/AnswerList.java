package dev.qmp.qapi.replies;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answers of a command: the first one that matches and is left is given, or the last one that matches, once more.
 *
 * <p>Answers that look at an argument's value are found by that value, so that their number costs nothing.
 *
 * <p>Thread: guarded by the lock of the {@link Replies} that have it.
 */
final class AnswerList {
    /** Fewer are looked at one by one. */
    private static final int WORTH_AN_INDEX = 8;

    private final Answer[] answers;
    private final int[] given;
    private final Bucket others = new Bucket();
    private final Map<String, Map<Object, Bucket>> byValue =
            new HashMap<>(); // of an argument, by name and Matcher.canonical
    private long requests;

    /** Answers in the order of the file. */
    private static final class Bucket {
        int[] members = NONE;
        int size;
        int start; // none before it is left
        int candidates; // that could be here, while the index is made

        private static final int[] NONE = {};

        void add(int answer) {
            if (size == members.length) {
                members = Arrays.copyOf(members, Math.max(1, size * 2));
            }
            members[size++] = answer;
        }
    }

    AnswerList(List<Answer> list) {
        answers = list.toArray(new Answer[0]);
        given = new int[answers.length];
        if (answers.length < WORTH_AN_INDEX) {
            for (int i = 0; i < answers.length; i++) {
                others.add(i);
            }
            return;
        }
        List<Bucket> candidates = new ArrayList<>();
        for (Answer answer : answers) {
            candidates(answer, candidates);
        }
        int next = 0;
        for (int i = 0; i < answers.length; i++) {
            Bucket rarest = null;
            for (int left = scalars(answers[i].when()); left > 0; left--) {
                Bucket candidate = candidates.get(next++);
                if (rarest == null || candidate.candidates < rarest.candidates) {
                    rarest = candidate;
                }
            }
            (rarest == null ? others : rarest).add(i);
        }
        byValue.values().forEach(values -> values.values().removeIf(bucket -> bucket.size == 0));
        byValue.values().removeIf(Map::isEmpty);
    }

    /** Adds the buckets that an answer could be in, one for each argument whose value it wants, in order. */
    private void candidates(Answer answer, List<Bucket> buckets) {
        Matcher.Members when = answer.when();
        if (when == null) {
            return;
        }
        for (int i = 0; i < when.names().size(); i++) {
            if (when.matchers().get(i) instanceof Matcher.Scalar scalar) {
                Bucket bucket = byValue.computeIfAbsent(when.names().get(i), key -> new HashMap<>(answers.length))
                        .computeIfAbsent(scalar.canonical(), key -> new Bucket());
                bucket.candidates++;
                buckets.add(bucket);
            }
        }
    }

    private static int scalars(Matcher.@Nullable Members when) {
        int scalars = 0;
        if (when != null) {
            for (Matcher matcher : when.matchers()) {
                if (matcher instanceof Matcher.Scalar) {
                    scalars++;
                }
            }
        }
        return scalars;
    }

    /** Returns the one answer to everything, if that is all there is. */
    @Nullable
    ScriptedReply unconditional() {
        return answers.length == 1 && answers[0].isUnconditional() ? answers[0].fixed() : null;
    }

    /** Counts a request, and returns how many there were. */
    long count() {
        return ++requests;
    }

    /** Gives an answer away; null if none matches. */
    @Nullable
    Answer take(JsonObject arguments, String state) {
        int best = first(others, arguments, state, Integer.MAX_VALUE);
        for (Map.Entry<String, Map<Object, Bucket>> values : byValue.entrySet()) {
            Bucket bucket = bucket(values, arguments);
            if (bucket != null) {
                best = first(bucket, arguments, state, best);
            }
        }
        if (best == Integer.MAX_VALUE) {
            best = last(others, arguments, state, -1);
            for (Map.Entry<String, Map<Object, Bucket>> values : byValue.entrySet()) {
                Bucket bucket = bucket(values, arguments);
                if (bucket != null) {
                    best = last(bucket, arguments, state, best);
                }
            }
            if (best < 0 || answers[best].times() != Answer.ONCE_OR_LAST) {
                return null;
            }
        }
        given[best] = Math.min(given[best], Integer.MAX_VALUE - 1) + 1;
        return answers[best];
    }

    private static @Nullable Bucket bucket(Map.Entry<String, Map<Object, Bucket>> values, JsonObject arguments) {
        JsonValue value = arguments.get(values.getKey());
        Object canonical = value == null ? null : Matcher.canonical(value);
        return canonical == null ? null : values.getValue().get(canonical);
    }

    /** Returns the first answer that matches and is left, or the given one if that comes before. */
    private int first(Bucket bucket, JsonObject arguments, String state, int best) {
        while (bucket.start < bucket.size && !isLeft(bucket.members[bucket.start])) {
            bucket.start++;
        }
        for (int i = bucket.start; i < bucket.size && bucket.members[i] < best; i++) {
            int answer = bucket.members[i];
            if (isLeft(answer) && answers[answer].matches(arguments, state)) {
                return answer;
            }
        }
        return best;
    }

    /** Returns the last answer that matches, or the given one if that comes after. */
    private int last(Bucket bucket, JsonObject arguments, String state, int best) {
        for (int i = bucket.size - 1; i >= 0 && bucket.members[i] > best; i--) {
            if (answers[bucket.members[i]].matches(arguments, state)) {
                return bucket.members[i];
            }
        }
        return best;
    }

    private boolean isLeft(int answer) {
        return answers[answer].isLeft(given[answer]);
    }
}
