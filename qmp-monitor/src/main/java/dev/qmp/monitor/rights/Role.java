package dev.qmp.monitor.rights;

import dev.qmp.json.JsonValues;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What exists for a session: commands, some of them with certain arguments only, out-of-band execution, and events. A command that is both
 * allowed and denied is denied. Names may be patterns, in which {@code *} matches any text.
 *
 * <p>Thread: safe for use by any thread.
 */
public final class Role {
    /** The most names whose decision is kept: clients make up any number of them. */
    private static final int MOST_DECIDED = 4096;

    /** Everybody negotiates. */
    private static final String NEGOTIATE = "qmp_capabilities";

    /**
     * Reads and changes nothing: the queries of QEMU, and what lists types, objects and properties; all events. Not the values of
     * properties, because secrets are among them.
     *
     * <p>The list is that of QEMU 10.1. {@code query-rx-filter} is not in it, because it changes when an event is sent.
     */
    public static final Role READONLY = builder("readonly")
            .allow("query-*", "qom-list", "qom-list-types", "qom-list-properties", "device-list-properties")
            .allow("trace-event-get-state")
            .deny("query-rx-filter", "query-sev-attestation-report")
            .events("*")
            .build();

    /** Nothing but negotiation. */
    public static final Role NONE = builder("none").outOfBand(false).build();

    private final String name;
    private final NamePatterns allowed;
    private final NamePatterns denied;
    private final boolean outOfBand;
    private final NamePatterns events;
    private final Map<String, Map<String, List<JsonValue>>> arguments;
    private final Map<String, Boolean> decided = new ConcurrentHashMap<>();

    private Role(Builder builder) {
        name = builder.name;
        allowed = new NamePatterns(builder.allowed);
        denied = new NamePatterns(builder.denied);
        outOfBand = builder.outOfBand;
        events = new NamePatterns(builder.events);
        arguments = Map.copyOf(builder.arguments);
    }

    /**
     * Begins with a role that has nothing, but may run what it gets out of band.
     *
     * @param name the role's name, for errors
     * @return a builder
     */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /**
     * Returns the name.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * Tells whether a command exists, perhaps with certain arguments only.
     *
     * @param command its name
     * @return whether it does
     */
    public boolean allows(String command) {
        Boolean known = decided.get(command);
        if (known != null) {
            return known;
        }
        boolean allows = command.equals(NEGOTIATE) || (allowed.matches(command) && !denied.matches(command));
        if (decided.size() < MOST_DECIDED) {
            decided.put(command, allows);
        }
        return allows;
    }

    /**
     * Tells whether commands may be run out of band.
     *
     * @return whether they may
     */
    public boolean allowsOutOfBand() {
        return outOfBand;
    }

    /**
     * Tells whether an event is delivered.
     *
     * @param event its name
     * @return whether it is
     */
    public boolean delivers(String event) {
        return events.matches(event);
    }

    /**
     * Says why a command cannot be run.
     *
     * @param command its name
     * @param given its arguments
     * @return the reason, such as {@code not allowed for role observer}; null if it can
     */
    public @Nullable String refusal(String command, JsonObject given) {
        if (!allows(command)) {
            return "not allowed for role " + name;
        }
        Map<String, List<JsonValue>> bounds = arguments.get(command);
        if (bounds != null) {
            for (Map.Entry<String, List<JsonValue>> bound : bounds.entrySet()) {
                JsonValue value = given.get(bound.getKey());
                if (!isAmong(value == null ? JsonValue.NULL : value, bound.getValue())) {
                    return (value == null ? "without argument '" : "with this argument '") + bound.getKey()
                            + "' not allowed for role " + name;
                }
            }
        }
        return null;
    }

    private static boolean isAmong(JsonValue value, List<JsonValue> allowedValues) {
        for (JsonValue one : allowedValues) {
            if (one instanceof JsonString pattern && value instanceof JsonString text) {
                if (NamePatterns.matches(pattern.getString(), text.getString())) {
                    return true;
                }
            } else if (one.equals(value)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return "role " + name;
    }

    /** Collects what a role has. Thread: confined to its owner. */
    public static final class Builder {
        private final String name;
        private final List<String> allowed = new ArrayList<>();
        private final List<String> denied = new ArrayList<>();
        private final List<String> events = new ArrayList<>();
        private final Map<String, Map<String, List<JsonValue>>> arguments = new LinkedHashMap<>();
        private boolean outOfBand = true;

        private Builder(String name) {
            this.name = Objects.requireNonNull(name, "name");
        }

        /**
         * Allows commands.
         *
         * @param patterns their names
         * @return this builder
         */
        public Builder allow(String... patterns) {
            allowed.addAll(List.of(patterns));
            return this;
        }

        /**
         * Denies commands, also those that are allowed.
         *
         * @param patterns their names
         * @return this builder
         */
        public Builder deny(String... patterns) {
            denied.addAll(List.of(patterns));
            return this;
        }

        /**
         * Sets whether commands may be run out of band; they may by default.
         *
         * @param value whether
         * @return this builder
         */
        public Builder outOfBand(boolean value) {
            outOfBand = value;
            return this;
        }

        /**
         * Has events delivered; none are by default.
         *
         * @param patterns their names
         * @return this builder
         */
        public Builder events(String... patterns) {
            events.addAll(List.of(patterns));
            return this;
        }

        /**
         * Bounds an argument of a command.
         *
         * @param command the command's name
         * @param argument the argument's name
         * @param values the values that it may have; a string may be a pattern, and {@link JsonValue#NULL} stands for its absence
         * @return this builder
         */
        public Builder argument(String command, String argument, List<? extends JsonValue> values) {
            arguments.computeIfAbsent(command, key -> new LinkedHashMap<>()).put(argument, List.copyOf(values));
            return this;
        }

        /**
         * Bounds an argument of a command to texts.
         *
         * @param command the command's name
         * @param argument the argument's name
         * @param patterns the texts that it may have
         * @return this builder
         */
        public Builder argument(String command, String argument, String... patterns) {
            return argument(
                    command,
                    argument,
                    List.of(patterns).stream().map(JsonValues::string).toList());
        }

        /**
         * Ends building.
         *
         * @return the role
         */
        public Role build() {
            return new Role(this);
        }
    }
}
