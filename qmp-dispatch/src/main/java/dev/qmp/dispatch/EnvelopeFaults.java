package dev.qmp.dispatch;

import dev.qmp.dispatch.spi.QmpError;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.JsonValue.ValueType;
import java.util.Map;

/** Finds the fault of an envelope to report: the first in QEMU's order of members. Specification: {@code qmp-check-members}. */
final class EnvelopeFaults {
    private static final String UNEXPECTED = "QMP input member '%s' is unexpected";

    private EnvelopeFaults() {}

    /**
     * Returns the first fault of an envelope. One pass without sorting, because a peer may send a million members.
     *
     * @param envelope a request that has a fault
     * @param rules the members that it may have
     * @return the error to reply with
     */
    public static QmpError first(JsonObject envelope, RequestRules rules) {
        long found = Long.MAX_VALUE;
        Map.Entry<String, JsonValue> faulty = null;
        long execute = -1;
        long execOob = -1;
        int after = envelope.size();
        for (Map.Entry<String, JsonValue> member : envelope.entrySet()) {
            after--;
            Member kind = Member.of(member.getKey(), rules);
            boolean command = kind == Member.EXECUTE || kind == Member.EXEC_OOB;
            if (kind.admits(member.getValue()) && !command) {
                continue;
            }
            long place = MemberOrder.place(member.getKey(), after);
            if (!kind.admits(member.getValue())) {
                if (place < found) {
                    found = place;
                    faulty = member;
                }
            } else if (kind == Member.EXECUTE) {
                execute = place;
            } else {
                execOob = place;
            }
        }
        if (execute >= 0 && execOob >= 0 && Math.max(execute, execOob) < found) {
            return QmpError.generic("QMP input member 'execute' clashes with 'exec-oob'");
        }
        return faulty == null
                ? QmpError.generic("QMP input lacks member 'execute'")
                : fault(faulty.getKey(), faulty.getValue(), rules);
    }

    private static QmpError fault(String name, JsonValue value, RequestRules rules) {
        return switch (Member.of(name, rules)) {
            case EXECUTE, EXEC_OOB -> QmpError.generic("QMP input member '" + name + "' must be a string");
            case ARGUMENTS -> QmpError.generic("QMP input member 'arguments' must be an object");
            case CONTROL -> controlFault(value);
            case ID, OTHER -> QmpError.generic(String.format(UNEXPECTED, name));
        };
    }

    /** The members of an envelope. */
    private enum Member {
        EXECUTE,
        EXEC_OOB,
        ARGUMENTS,
        CONTROL,
        ID,
        OTHER;

        static Member of(String name, RequestRules rules) {
            return switch (name) {
                case "execute" -> EXECUTE;
                case "exec-oob" -> rules == RequestRules.EXEC_OOB ? EXEC_OOB : OTHER;
                case "arguments" -> ARGUMENTS;
                case "control" -> rules == RequestRules.CONTROL ? CONTROL : OTHER;
                case "id" -> ID;
                default -> OTHER;
            };
        }

        boolean admits(JsonValue value) {
            return switch (this) {
                case EXECUTE, EXEC_OOB -> value instanceof JsonString;
                case ARGUMENTS -> value.getValueType() == ValueType.OBJECT;
                case CONTROL -> isControl(value);
                case ID -> true;
                case OTHER -> false;
            };
        }
    }

    /**
     * Returns whether a value is valid as {@code control}: an object with no member, or a boolean {@code run-oob} alone.
     *
     * @param control the member's value
     * @return whether it is valid
     */
    public static boolean isControl(JsonValue control) {
        if (control.getValueType() != ValueType.OBJECT) {
            return false;
        }
        JsonObject object = control.asJsonObject();
        JsonValue runOob = object.get("run-oob");
        return runOob == null
                ? object.isEmpty()
                : object.size() == 1 && (runOob == JsonValue.TRUE || runOob == JsonValue.FALSE);
    }

    private static QmpError controlFault(JsonValue control) {
        if (control.getValueType() != ValueType.OBJECT) {
            return QmpError.generic("QMP input member 'control' must be a dict");
        }
        long found = Long.MAX_VALUE;
        String unexpected = null;
        int after = control.asJsonObject().size();
        for (String name : control.asJsonObject().keySet()) {
            after--;
            long place = MemberOrder.place(name, after);
            if (!name.equals("run-oob") && place < found) {
                found = place;
                unexpected = name;
            }
        }
        if (unexpected != null) {
            return QmpError.generic(String.format(UNEXPECTED, "control." + unexpected));
        }
        return QmpError.generic("QMP input member 'control.run-oob' must be a boolean");
    }
}
