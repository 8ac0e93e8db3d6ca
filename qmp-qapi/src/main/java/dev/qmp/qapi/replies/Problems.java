package dev.qmp.qapi.replies;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects what is wrong with scripted answers, each with its place.
 *
 * <p>Thread: confined to one reading.
 */
final class Problems {
    /** More than anyone reads. */
    private static final int MOST = 100;

    private final List<RepliesException.Problem> found = new ArrayList<>();
    private final List<Object> path = new ArrayList<>();

    /** Goes into a member or an element. */
    void enter(Object step) {
        path.add(step);
    }

    /** Goes back out. */
    void leave() {
        path.remove(path.size() - 1);
    }

    /** Notes a problem with the current value. */
    void add(String text) {
        if (found.size() < MOST) {
            String where = where();
            found.add(new RepliesException.Problem(where.isEmpty() ? text : where + ": " + text, path));
        }
    }

    /** Notes a problem with a member or an element of the current value. */
    void addAt(Object step, String text) {
        enter(step);
        add(text);
        leave();
    }

    /** Notes a problem with the current value, in words; its place is that of a member. */
    void addAbout(Object step, String text) {
        if (found.size() < MOST) {
            String where = where();
            enter(step);
            found.add(new RepliesException.Problem(where.isEmpty() ? text : where + ": " + text, path));
            leave();
        }
    }

    /** Notes a problem with a part of the current value that has no place of its own. */
    void addWithin(String part, String text) {
        if (found.size() < MOST) {
            found.add(new RepliesException.Problem(where() + ", " + part + ": " + text, path));
        }
    }

    /** Returns how many problems there are so far. */
    int count() {
        return found.size();
    }

    /** Throws if there is a problem. */
    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new RepliesException(found);
        }
    }

    /** Returns the place in words: {@code command 'cont', answer 2, event 1}. */
    private String where() {
        StringBuilder where = new StringBuilder();
        for (int i = 0; i < path.size(); i++) {
            Object step = path.get(i);
            if (step.equals("events") && i + 1 < path.size()) {
                continue;
            }
            if (i > 0) {
                where.append(", ");
            }
            if (i == 0) {
                String key = step.toString();
                where.append(key.startsWith("$") ? "'" : "command '")
                        .append(key)
                        .append('\'');
            } else if (step instanceof Integer index) {
                String counted = i == 1 ? "answer " : path.get(i - 1).equals("events") ? "event " : "element ";
                where.append(counted).append(index + 1);
            } else {
                where.append('\'').append(step).append('\'');
            }
        }
        return where.toString();
    }
}
