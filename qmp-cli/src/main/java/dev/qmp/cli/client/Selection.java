package dev.qmp.cli.client;

import dev.qmp.cli.usage.FailedException;
import dev.qmp.cli.usage.UsageException;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A path into a value: {@code .name} leads to a member, {@code [2]} to an element, {@code []} to all of them. Thread: immutable.
 */
final class Selection {
    /** A member's name, or an index, or neither for all elements. */
    private record Step(@Nullable String name, int index, String text) {}

    private final List<Step> steps = new ArrayList<>();

    private Selection() {}

    /** Reads a path; null leads to the value itself. */
    static Selection of(@Nullable String path) {
        Selection selection = new Selection();
        if (path == null || path.equals(".")) {
            return selection;
        }
        Matcher step =
                Pattern.compile("\\.([A-Za-z0-9_-]+)|\\.?\\[([0-9]{0,9})\\]").matcher(path);
        int at = 0;
        while (at < path.length()) {
            if (!step.find(at) || step.start() != at) {
                throw new UsageException("--select: '" + path + "' is not a path such as .status or [].device, from '"
                        + path.substring(at) + "' on");
            }
            String index = step.group(2);
            selection.steps.add(new Step(
                    step.group(1), index == null || index.isEmpty() ? -1 : Integer.parseInt(index), step.group()));
            at = step.end();
        }
        return selection;
    }

    /**
     * Finds what the path leads to. Where it has come through all elements of an array, those that lack the next member are left out.
     *
     * @throws FailedException if it leads nowhere
     */
    List<JsonValue> in(JsonValue value) {
        List<JsonValue> found = List.of(value);
        boolean many = false;
        for (Step step : steps) {
            List<JsonValue> next = new ArrayList<>();
            for (JsonValue one : found) {
                if (step.name == null && step.index < 0 && one instanceof JsonArray all) {
                    next.addAll(all);
                    continue;
                }
                JsonValue there = follow(step, one);
                if (there != null) {
                    next.add(there);
                } else if (!many) {
                    throw new FailedException("--select: there is no " + step.text + " in what the command returns");
                }
            }
            many |= step.name == null && step.index < 0;
            found = next;
        }
        return found;
    }

    private static @Nullable JsonValue follow(Step step, JsonValue value) {
        if (step.name != null) {
            return value instanceof JsonObject object ? object.get(step.name) : null;
        }
        return step.index >= 0 && value instanceof JsonArray array && step.index < array.size()
                ? array.get(step.index)
                : null;
    }
}
