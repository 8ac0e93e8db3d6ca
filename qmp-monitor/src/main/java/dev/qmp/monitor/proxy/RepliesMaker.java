package dev.qmp.monitor.proxy;

import dev.qmp.json.JsonValues;
import dev.qmp.monitor.internal.rights.Secrets;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.SchemaException;
import dev.qmp.qapi.introspection.Introspection;
import dev.qmp.qapi.replies.Replies;
import dev.qmp.qapi.replies.RepliesException;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes scripted replies of recorded answers. Thread: stateless. */
final class RepliesMaker {
    private static final String INTROSPECTION = "query-qmp-schema";
    private static final String QUIT = "quit";
    private static final String CONNECT = "$connect";
    private static final JsonObject ABSENT =
            JsonValues.object().add("$absent", true).build();
    private static final JsonObject PRESENT =
            JsonValues.object().add("$absent", false).build();

    private RepliesMaker() {}

    /**
     * Makes replies.
     *
     * @param commands what was asked and answered, by command
     * @param first the events that came before any request
     * @param introspection what the server says of itself; null if it does not
     */
    static RecordedReplies make(
            Map<String, List<RecordedAnswer.Sequence>> commands,
            List<RecordedAnswer.Happened> first,
            @Nullable JsonArray introspection) {
        List<String> leftOut = new ArrayList<>();
        Schema schema = introspection == null ? null : schema(introspection);
        if (schema != null) {
            fitRequests(commands, schema, leftOut);
        }
        Map<String, List<JsonObject>> file = new LinkedHashMap<>();
        if (!first.isEmpty()) {
            JsonObject once = JsonValues.object().add("events", events(first)).build();
            file.put(CONNECT, new ArrayList<>(List.of(once, JsonValues.EMPTY_OBJECT)));
        }
        commands.forEach((name, sequences) -> {
            if (!name.equals(INTROSPECTION) || introspection == null) {
                List<JsonObject> answers = answers(name, sequences);
                if (!answers.isEmpty()) {
                    file.put(name, answers);
                }
            }
        });
        if (introspection != null) {
            file.put(
                    INTROSPECTION,
                    new ArrayList<>(List.of(
                            JsonValues.object().add("return", introspection).build())));
        }
        if (schema != null) {
            fit(file, schema, leftOut);
        }
        return new RecordedReplies(object(file), leftOut);
    }

    private static JsonObject object(Map<String, List<JsonObject>> file) {
        JsonObjectBuilder object = JsonValues.object();
        file.forEach((name, answers) -> {
            if (answers.size() == 1) {
                object.add(name, answers.get(0));
            } else if (!answers.isEmpty()) {
                JsonArrayBuilder list = JsonValues.array();
                answers.forEach(list::add);
                object.add(name, list.build());
            }
        });
        return object.build();
    }

    private static List<JsonObject> answers(String command, List<RecordedAnswer.Sequence> sequences) {
        List<JsonObject> all =
                sequences.stream().map(RecordedAnswer.Sequence::arguments).toList();
        boolean anyMasked = all.stream().anyMatch(RepliesMaker::hasMask);
        List<JsonObject> exact = new ArrayList<>();
        List<JsonObject> masked = new ArrayList<>();
        for (RecordedAnswer.Sequence sequence : sequences) {
            JsonObject when = condition(sequence.arguments(), all).asJsonObject();
            List<JsonObject> answers = hasMask(sequence.arguments()) ? masked : exact;
            for (int i = 0; i < sequence.answers().size(); i++) {
                RecordedAnswer answer = sequence.answers().get(i);
                if (command.equals(QUIT) && !answer.outcome().containsKey("error")) {
                    continue; // the stand-in ends itself
                }
                JsonObjectBuilder object = JsonValues.object();
                if (!when.isEmpty()) {
                    object.add("when", when);
                }
                boolean last = i == sequence.answers().size() - 1;
                if (last && anyMasked && answers == exact) {
                    // Otherwise an answer to masked arguments, which fit too, would come next.
                    object.add("times", "forever");
                } else if (!last && answer.times() > 1) {
                    object.add("times", JsonValues.number(answer.times()));
                }
                answer.outcome().forEach((kind, content) -> object.add(kind, literal(content)));
                if (!answer.events().isEmpty()) {
                    object.add("events", events(answer.events()));
                }
                answers.add(object.build());
            }
        }
        exact.addAll(masked);
        return exact;
    }

    private static JsonArray events(List<RecordedAnswer.Happened> events) {
        JsonArrayBuilder list = JsonValues.array();
        for (RecordedAnswer.Happened event : events) {
            JsonObjectBuilder object = JsonValues.object().add("event", event.event());
            if (!event.data().isEmpty()) {
                object.add("data", literal(event.data()));
            }
            if (event.afterMillis() != RecordedAnswer.BEFORE) {
                object.add("after", JsonValues.number(event.afterMillis()));
            }
            list.add(object.build());
        }
        return list.build();
    }

    // --- conditions ---

    /** Returns the condition that one of the values meets, and none of the others. */
    private static JsonValue condition(JsonValue value, List<? extends JsonValue> all) {
        if (value.equals(Secrets.MASK)) {
            return PRESENT;
        }
        if (value instanceof JsonObject object) {
            Set<String> names = new LinkedHashSet<>(object.keySet());
            all.forEach(other -> {
                if (other instanceof JsonObject members) {
                    names.addAll(members.keySet());
                }
            });
            JsonObjectBuilder condition = JsonValues.object();
            for (String name : names) {
                JsonValue member = object.get(name);
                condition.add(name, member == null ? ABSENT : condition(member, members(all, name)));
            }
            return condition.build();
        }
        if (value instanceof JsonArray array) {
            JsonArrayBuilder condition = JsonValues.array();
            for (int i = 0; i < array.size(); i++) {
                condition.add(condition(array.get(i), elements(all, i)));
            }
            return condition.build();
        }
        return value;
    }

    private static List<JsonValue> members(List<? extends JsonValue> all, String name) {
        List<JsonValue> found = new ArrayList<>();
        for (JsonValue one : all) {
            if (one instanceof JsonObject object && object.containsKey(name)) {
                found.add(Objects.requireNonNull(object.get(name)));
            }
        }
        return found;
    }

    private static List<JsonValue> elements(List<? extends JsonValue> all, int index) {
        List<JsonValue> found = new ArrayList<>();
        for (JsonValue one : all) {
            if (one instanceof JsonArray array && index < array.size()) {
                found.add(array.get(index));
            }
        }
        return found;
    }

    private static boolean hasMask(JsonValue value) {
        if (value instanceof JsonObject object) {
            return object.values().stream().anyMatch(RepliesMaker::hasMask);
        }
        return value instanceof JsonArray array
                ? array.stream().anyMatch(RepliesMaker::hasMask)
                : value.equals(Secrets.MASK);
    }

    /** Returns a value in which nothing is taken for a placeholder. */
    private static JsonValue literal(JsonValue value) {
        if (value instanceof JsonString text && text.getString().contains("${")) {
            return JsonValues.string(text.getString().replace("${", "$${"));
        }
        if (value instanceof JsonObject object) {
            JsonObjectBuilder copy = JsonValues.object();
            object.forEach((name, member) -> copy.add(name, literal(member)));
            return copy.build();
        }
        if (value instanceof JsonArray array) {
            JsonArrayBuilder copy = JsonValues.array();
            array.forEach(element -> copy.add(literal(element)));
            return copy.build();
        }
        return value;
    }

    // --- the schema ---

    private static @Nullable Schema schema(JsonArray introspection) {
        try {
            return Introspection.toSchema(introspection);
        } catch (SchemaException e) {
            return null; // whoever replays it needs another schema
        }
    }

    /**
     * Leaves out the requests whose arguments do not fit the schema, before others are told apart from them: a stand-in refuses them as the
     * server did.
     */
    private static void fitRequests(
            Map<String, List<RecordedAnswer.Sequence>> commands, Schema schema, List<String> leftOut) {
        JsonObject nothing =
                JsonValues.object().add("class", "GenericError").add("desc", "").build();
        Map<String, List<JsonObject>> file = new LinkedHashMap<>();
        IdentityHashMap<JsonObject, RecordedAnswer.Sequence> origin = new IdentityHashMap<>();
        commands.forEach((name, sequences) -> {
            List<JsonObject> answers = new ArrayList<>();
            for (RecordedAnswer.Sequence sequence : sequences) {
                JsonObject answer = JsonValues.object()
                        .add("when", condition(sequence.arguments(), List.of()))
                        .add("error", nothing)
                        .build();
                origin.put(answer, sequence);
                answers.add(answer);
            }
            file.put(name, answers);
        });
        fit(file, schema, leftOut);
        commands.entrySet().removeIf(entry -> {
            List<RecordedAnswer.Sequence> left = file.getOrDefault(entry.getKey(), List.of()).stream()
                    .map(origin::get)
                    .toList();
            entry.setValue(left);
            return left.isEmpty();
        });
    }

    /** Leaves out what does not fit the schema, so that a stand-in can load the rest. */
    private static void fit(Map<String, List<JsonObject>> file, Schema schema, List<String> leftOut) {
        while (true) {
            JsonObjectBuilder lists = JsonValues.object();
            file.forEach((name, answers) -> {
                JsonArrayBuilder list = JsonValues.array();
                answers.forEach(list::add);
                lists.add(name, list.build());
            });
            try {
                Replies.read(lists.build(), schema);
                return;
            } catch (RepliesException e) {
                leaveOut(file, e.places(), leftOut);
            }
        }
    }

    private static void leaveOut(
            Map<String, List<JsonObject>> file, List<RepliesException.Problem> problems, List<String> leftOut) {
        Set<List<Object>> done = new HashSet<>();
        // From the end, so that the indices hold.
        for (int i = problems.size() - 1; i >= 0; i--) {
            List<Object> path = problems.get(i).path();
            leftOut.add(problems.get(i).text());
            String command = String.valueOf(path.get(0));
            if (path.size() < 2 || !(path.get(1) instanceof Integer index)) {
                file.remove(command);
            } else if (path.size() > 3 && path.get(3) instanceof Integer event) {
                List<JsonObject> answers = Objects.requireNonNull(file.get(command));
                answers.set(index, withoutEvent(answers.get(index), event));
                return; // the other places may have changed
            } else if (done.add(List.of(command, index))) {
                List<JsonObject> answers = Objects.requireNonNull(file.get(command));
                answers.remove((int) index);
                if (answers.isEmpty()) {
                    file.remove(command);
                }
            }
        }
    }

    private static JsonObject withoutEvent(JsonObject answer, int index) {
        JsonArrayBuilder events = JsonValues.array();
        JsonArray all = answer.getJsonArray("events");
        for (int i = 0; i < all.size(); i++) {
            if (i != index) {
                events.add(all.get(i));
            }
        }
        JsonObjectBuilder rest = JsonValues.object();
        answer.forEach((name, value) -> rest.add(name, name.equals("events") ? events.build() : value));
        return rest.build();
    }
}
