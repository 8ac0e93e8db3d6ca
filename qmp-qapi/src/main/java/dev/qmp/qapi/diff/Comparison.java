package dev.qmp.qapi.diff;

import dev.qmp.qapi.Condition;
import dev.qmp.qapi.Feature;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The comparison of one pair of declarations: the changes in it, and the steps to pairs of types that it uses. Each
 * of those is compared once, however many steps lead to it.
 *
 * <p>Thread: confined to one comparison.
 */
final class Comparison {
    /**
     * A step from this pair of declarations to a pair of types that they use.
     *
     * @param below the path from the one to the other
     * @param isUnstable whether the step leads through something unstable
     * @param to the pair of types
     */
    record Edge(String below, boolean isUnstable, TypePair to) {}

    private final Context context;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Edge> edges = new ArrayList<>();

    /** What all comparisons of two schemas have in common. */
    record Context(Version older, Version newer, Rules rules, boolean isShapeAlone) {
        boolean comparesConditions() {
            return !isShapeAlone && older.isUnfiltered() && newer.isUnfiltered();
        }

        /** Tells whether both come from schema text, which says more than introspection: integer types and flags. */
        boolean areSources() {
            return !older.schema().isIntrospected() && !newer.schema().isIntrospected();
        }
    }

    Comparison(Context context) {
        this.context = context;
    }

    List<Finding> findings() {
        return findings;
    }

    List<Edge> edges() {
        return edges;
    }

    Context context() {
        return context;
    }

    void add(ChangeKind kind, Place at, String subject, String text, Ruling ruling) {
        add(new Finding(kind, at.below(), subject, text, at.isUnstable(), ruling, at.older(), at.newer()));
    }

    void add(Finding finding) {
        findings.add(finding);
    }

    void lead(Place at, TypePair to) {
        edges.add(new Edge(at.below(), at.isUnstable(), to));
    }

    /** Compares lists of features. */
    void features(List<Feature> left, List<Feature> right, Place at) {
        if (context.isShapeAlone || (left.isEmpty() && right.isEmpty())) {
            return;
        }
        Map<String, Feature> before = context.older.features(left);
        Map<String, Feature> after = context.newer.features(right);
        for (Feature feature : before.values()) {
            String name = feature.name();
            Feature other = after.get(name);
            if (other == null) {
                Ruling ruling = context.rules.featureRemoved(name);
                add(ChangeKind.FEATURE_REMOVED, at.mark(name), name, "no longer " + phrase(name), ruling);
            } else {
                conditions(
                        feature.condition(),
                        other.condition(),
                        at.mark(name),
                        name,
                        context.rules.featureRemoved(name),
                        context.rules.featureAdded(name));
            }
        }
        for (String name : after.keySet()) {
            if (!before.containsKey(name)) {
                String text = "now " + phrase(name);
                add(ChangeKind.FEATURE_ADDED, at.mark(name), name, text, context.rules.featureAdded(name));
            }
        }
    }

    private static String phrase(String feature) {
        return switch (feature) {
            case Feature.DEPRECATED, Feature.UNSTABLE -> feature;
            default -> "has feature '" + feature + "'";
        };
    }

    /** Compares conditions of something that both schemas have. */
    void conditions(Condition before, Condition after, Place at, String subject, Ruling removed, Ruling added) {
        if (!context.comparesConditions() || before == after) {
            return;
        }
        boolean lost = !Conditions.implies(before, after);
        boolean gained = !Conditions.implies(after, before);
        if (!lost && !gained) {
            return;
        }
        Ruling losing = removed.where("in builds that lose it");
        Ruling gaining = added.where("in builds that gain it");
        add(
                ChangeKind.CONDITION_CHANGED,
                at.mark("if"),
                subject,
                "was there " + Conditions.print(before) + ", now " + Conditions.print(after),
                lost ? (gained ? losing.orWorse(gaining) : losing) : gaining);
    }
}
