package dev.qmp.qapi.diff;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Finds the shortest paths from commands and events to the changes in the types that they use, and makes one change of all
 * places where the same one shows. A change is unstable if every path to it passes something that is.
 *
 * <p>Thread: confined to one comparison.
 */
final class Reach {
    private final Comparison.Context context;
    private final List<Step> roots = new ArrayList<>();
    private final Map<TypePair, Comparison> compared = new HashMap<>();
    private final Map<Comparison, List<Comparison>> users = new HashMap<>();
    private final Map<Finding, List<Sighting>> sightings = new LinkedHashMap<>();

    /** A way to something. Ordered by code of its own: a class-data archive cannot hold the lambdas that Comparator.comparing makes. */
    private interface Way {
        SchemaPath path();

        int steps();

        boolean isUnstable();

        /** Puts what is stable first, then what is near, then goes by path. */
        static int compare(Way first, Way second) {
            if (first.isUnstable() != second.isUnstable()) {
                return first.isUnstable() ? 1 : -1;
            }
            return first.steps() != second.steps()
                    ? Integer.compare(first.steps(), second.steps())
                    : first.path().compareTo(second.path());
        }
    }

    /** A finding as it shows from one command, event or type. */
    private record Sighting(SchemaPath path, int steps, boolean isUnstable) implements Way {}

    /** Declarations to look at, and how they were found. */
    private record Step(SchemaPath path, int steps, boolean isUnstable, Comparison at) implements Way {}

    Reach(Comparison.Context context) {
        this.context = context;
    }

    /** Adds a command, an event or a type to search from. */
    void from(SchemaPath.Area area, String name, boolean isUnstable, Comparison root) {
        roots.add(new Step(new SchemaPath(area, name, ""), 0, isUnstable, root));
    }

    /** Returns what is found, sorted by path. */
    List<Change> changes() {
        Set<Comparison> leading = leading();
        for (Step root : roots) {
            if (leading.contains(root.at)) {
                search(root, leading);
            }
        }
        List<Change> changes = new ArrayList<>();
        sightings.forEach((finding, seen) -> changes.add(change(finding, seen)));
        changes.sort((first, second) -> {
            int order = first.path().compareTo(second.path());
            return order != 0 ? order : first.kind().compareTo(second.kind());
        });
        return changes;
    }

    /** Compares all types that are used, and returns what leads to findings. */
    private Set<Comparison> leading() {
        Deque<Comparison> open = new ArrayDeque<>();
        Deque<Comparison> found = new ArrayDeque<>();
        for (Step root : roots) {
            open.add(root.at);
        }
        for (Comparison at = open.poll(); at != null; at = open.poll()) {
            if (!at.findings().isEmpty()) {
                found.add(at);
            }
            for (Comparison.Edge edge : at.edges()) {
                Comparison to = compared.get(edge.to());
                if (to == null) {
                    to = compare(edge.to());
                    open.add(to);
                }
                users.computeIfAbsent(to, none -> new ArrayList<>()).add(at);
            }
        }
        Set<Comparison> leading = new HashSet<>(found);
        for (Comparison at = found.poll(); at != null; at = found.poll()) {
            for (Comparison user : users.getOrDefault(at, List.of())) {
                if (leading.add(user)) {
                    found.add(user);
                }
            }
        }
        return leading;
    }

    private Comparison compare(TypePair pair) {
        Comparison comparison = new Comparison(context);
        compared.put(pair, comparison);
        new TypeComparison(comparison, pair.flow()).inside(pair.older(), pair.newer());
        return comparison;
    }

    private void search(Step root, Set<Comparison> leading) {
        // Of what is still to be visited, the stable comes first: so the first visit is the best one.
        PriorityQueue<Step> queue = new PriorityQueue<>(Way::compare);
        Set<Comparison> seen = new HashSet<>();
        queue.add(root);
        for (Step step = queue.poll(); step != null; step = queue.poll()) {
            if (!seen.add(step.at)) {
                continue;
            }
            for (Finding finding : step.at.findings()) {
                sightings
                        .computeIfAbsent(finding, none -> new ArrayList<>())
                        .add(new Sighting(
                                step.path.then(finding.below()), step.steps, step.isUnstable || finding.isUnstable()));
            }
            for (Comparison.Edge edge : step.at.edges()) {
                Comparison to = compared.get(edge.to());
                if (to != null && leading.contains(to)) {
                    boolean isUnstable = step.isUnstable || edge.isUnstable();
                    queue.add(new Step(step.path.then(edge.below()), step.steps + 1, isUnstable, to));
                }
            }
        }
    }

    private Change change(Finding finding, List<Sighting> seen) {
        seen.sort(Way::compare);
        Sighting best = seen.get(0);
        boolean isUnstable = best.isUnstable && !context.isShapeAlone();
        Ruling ruling = isUnstable ? finding.ruling().ofUnstable() : finding.ruling();
        return new Change(
                finding.kind(),
                best.path,
                seen.stream().skip(1).map(Sighting::path).sorted().toList(),
                finding.subject(),
                finding.text(),
                isUnstable,
                ruling.clients(),
                ruling.servers(),
                finding.older(),
                finding.newer());
    }
}
