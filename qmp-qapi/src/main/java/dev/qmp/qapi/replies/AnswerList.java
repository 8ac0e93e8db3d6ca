package dev.qmp.qapi.replies;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private final Map<Value, Bucket> byValue = new HashMap<>();
    private final Set<String> names = new HashSet<>();
    private long requests;

    /** The value of an argument. */
    private record Value(String name, Object canonical) {}

    /** Answers in the order of the file. */
    private static final class Bucket {
        int[] members = new int[1];
        int size;
        int start; // none before it is left

        void add(int answer) {
            if (size == members.length) {
                members = Arrays.copyOf(members, size * 2);
            }
            members[size++] = answer;
        }
    }

    AnswerList(List<Answer> list) {
        answers = list.toArray(new Answer[0]);
        given = new int[answers.length];
        Map<Value, Integer> frequency = new HashMap<>();
        if (answers.length >= WORTH_AN_INDEX) {
            for (Answer answer : answers) {
                values(answer).forEach(value -> frequency.merge(value, 1, Integer::sum));
            }
        }
        for (int i = 0; i < answers.length; i++) {
            Value rarest = null;
            if (!frequency.isEmpty()) {
                for (Value value : values(answers[i])) {
                    if (rarest == null || frequency.getOrDefault(value, 0) < frequency.getOrDefault(rarest, 0)) {
                        rarest = value;
                    }
                }
            }
            if (rarest == null) {
                others.add(i);
            } else {
                byValue.computeIfAbsent(rarest, key -> new Bucket()).add(i);
                names.add(rarest.name());
            }
        }
    }

    private static List<Value> values(Answer answer) {
        List<Value> values = new ArrayList<>();
        Matcher.Members when = answer.when();
        if (when == null) {
            return values;
        }
        for (int i = 0; i < when.names().size(); i++) {
            if (when.matchers().get(i) instanceof Matcher.Scalar scalar) {
                values.add(new Value(when.names().get(i), scalar.canonical()));
            }
        }
        return values;
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
        for (String name : names) {
            Bucket bucket = bucket(name, arguments);
            if (bucket != null) {
                best = first(bucket, arguments, state, best);
            }
        }
        if (best == Integer.MAX_VALUE) {
            best = last(others, arguments, state, -1);
            for (String name : names) {
                Bucket bucket = bucket(name, arguments);
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

    private @Nullable Bucket bucket(String name, JsonObject arguments) {
        JsonValue value = arguments.get(name);
        Object canonical = value == null ? null : Matcher.canonical(value);
        return canonical == null ? null : byValue.get(new Value(name, canonical));
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
