package dev.qmp.qapi.diff;

import dev.qmp.qapi.Command;
import dev.qmp.qapi.Event;
import dev.qmp.qapi.SchemaEntity;
import dev.qmp.qapi.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Compares what two schemas declare: commands, events, and the names of types.
 *
 * <p>Thread: confined to one comparison.
 */
final class EntityComparison {
    private final Comparison.Context context;
    private final Reach reach;

    EntityComparison(Comparison.Context context, Reach reach) {
        this.context = context;
        this.reach = reach;
    }

    void commands() {
        Map<String, Command> before = named(context.older().schema().commands());
        Map<String, Command> after = named(context.newer().schema().commands());
        before.forEach((name, command) -> {
            Command other = after.get(name);
            if (other == null) {
                String text = "command" + TypeDescriptions.removed(context.older(), command.features());
                lone(ChangeKind.COMMAND_REMOVED, text, context.rules().commandRemoved(), command, null);
            } else {
                command(command, other);
            }
        });
        after.forEach((name, command) -> {
            if (!before.containsKey(name)) {
                Rules rules = context.rules();
                Ruling ruling =
                        rules.added(rules.commandAdded(), context.newer().isUnstable(command.features()));
                String text = "command" + TypeDescriptions.added(context.newer(), command.features());
                lone(ChangeKind.COMMAND_ADDED, text, ruling, null, command);
            }
        });
    }

    void command(Command left, Command right) {
        Comparison comparison = new Comparison(context);
        Place at = new Place("", false, left, right);
        comparison.features(left.features(), right.features(), at);
        Rules rules = context.rules();
        comparison.conditions(
                left.condition(), right.condition(), at, left.name(), rules.commandRemoved(), rules.commandAdded());
        if (!context.isShapeAlone()) {
            flags(left, right, comparison, at);
        }
        new TypeComparison(comparison, TypePair.Flow.REQUEST)
                .used(left.argumentType(), right.argumentType(), at.then(".arguments"), "");
        new TypeComparison(comparison, TypePair.Flow.REPLY)
                .used(left.returnType(), right.returnType(), at.then(".return"), "");
        reach.from(SchemaPath.Area.COMMAND, left.name(), context.older().isUnstable(left.features()), comparison);
    }

    private void flags(Command left, Command right, Comparison out, Place at) {
        Rules rules = context.rules();
        flag("allow-oob", left.allowOob(), right.allowOob(), rules.permission(right.allowOob()), out, at);
        if (!context.areSources()) {
            return; // of a command's flags, introspection tells only that one
        }
        Ruling preconfig = rules.permission(right.allowPreconfig());
        flag("allow-preconfig", left.allowPreconfig(), right.allowPreconfig(), preconfig, out, at);
        Ruling response = rules.successResponse(right.successResponse());
        flag("success-response", left.successResponse(), right.successResponse(), response, out, at);
        flag("coroutine", left.coroutine(), right.coroutine(), rules.notOnTheWire(), out, at);
        flag("boxed", left.boxed(), right.boxed(), rules.notOnTheWire(), out, at);
        flag("gen", left.gen(), right.gen(), rules.notOnTheWire(), out, at);
    }

    private static void flag(String name, boolean before, boolean after, Ruling ruling, Comparison out, Place at) {
        if (before != after) {
            out.add(ChangeKind.FLAG_CHANGED, at.mark(name), name, name + " is " + after + " now", ruling);
        }
    }

    void events() {
        Map<String, Event> before = named(context.older().schema().events());
        Map<String, Event> after = named(context.newer().schema().events());
        before.forEach((name, event) -> {
            Event other = after.get(name);
            if (other == null) {
                String text = "event" + TypeDescriptions.removed(context.older(), event.features());
                lone(ChangeKind.EVENT_REMOVED, text, context.rules().eventRemoved(), event, null);
            } else {
                event(event, other);
            }
        });
        after.forEach((name, event) -> {
            if (!before.containsKey(name)) {
                Rules rules = context.rules();
                Ruling ruling = rules.added(rules.eventAdded(), context.newer().isUnstable(event.features()));
                String text = "event" + TypeDescriptions.added(context.newer(), event.features());
                lone(ChangeKind.EVENT_ADDED, text, ruling, null, event);
            }
        });
    }

    private void event(Event left, Event right) {
        Comparison comparison = new Comparison(context);
        Place at = new Place("", false, left, right);
        comparison.features(left.features(), right.features(), at);
        Rules rules = context.rules();
        comparison.conditions(
                left.condition(), right.condition(), at, left.name(), rules.eventRemoved(), rules.eventAdded());
        new TypeComparison(comparison, TypePair.Flow.REPLY)
                .used(left.argumentType(), right.argumentType(), at.then(".data"), "");
        reach.from(SchemaPath.Area.EVENT, left.name(), context.older().isUnstable(left.features()), comparison);
    }

    void types() {
        Map<String, Type> before = types(context.older());
        Map<String, Type> after = types(context.newer());
        Ruling ruling = context.rules().notOnTheWire();
        before.forEach((name, type) -> {
            if (!after.containsKey(name)) {
                lone(ChangeKind.TYPE_REMOVED, kind(type) + " removed", ruling, type, null);
            }
        });
        after.forEach((name, type) -> {
            if (!before.containsKey(name)) {
                lone(ChangeKind.TYPE_ADDED, kind(type) + " added", ruling, null, type);
            }
        });
    }

    private static String kind(Type type) {
        String text = type.describe();
        return text.substring(0, text.indexOf(" '"));
    }

    private static Map<String, Type> types(Version version) {
        List<Type> written = new ArrayList<>();
        for (Type type : version.schema().types()) {
            if (!type.isImplicit() && version.has(type.condition())) {
                written.add(type);
            }
        }
        return named(written);
    }

    private void lone(
            ChangeKind kind, String text, Ruling ruling, @Nullable SchemaEntity older, @Nullable SchemaEntity newer) {
        SchemaEntity entity = older == null ? Objects.requireNonNull(newer) : older;
        Comparison comparison = new Comparison(context);
        boolean unstable = context.older().isUnstable(entity.features());
        comparison.add(new Finding(kind, "", entity.name(), text, false, ruling, older, newer));
        SchemaPath.Area area = entity instanceof Command
                ? SchemaPath.Area.COMMAND
                : entity instanceof Event ? SchemaPath.Area.EVENT : SchemaPath.Area.TYPE;
        reach.from(area, entity.name(), unstable && older != null, comparison);
    }

    private static <T extends SchemaEntity> Map<String, T> named(List<T> entities) {
        Map<String, T> map = new LinkedHashMap<>();
        for (T entity : entities) {
            map.put(entity.name(), entity);
        }
        return map;
    }
}
