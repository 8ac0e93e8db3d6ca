package dev.qmp.dispatch;

import dev.qmp.dispatch.spi.QmpError;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.JsonValue.ValueType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Finds the fault of an envelope to report: the first in QEMU's order of members. Specification: {@code qmp-check-members}. */
final class EnvelopeFaults {
    private static final String UNEXPECTED = "QMP input member '%s' is unexpected";

    private EnvelopeFaults() {}

    /**
     * Returns the first fault of an envelope.
     *
     * @param envelope a request that has a fault
     * @param rules the members that it may have
     * @return the error to reply with
     */
    public static QmpError first(JsonObject envelope, RequestRules rules) {
        boolean named = false;
        for (Map.Entry<String, JsonValue> member : inQemuOrder(envelope)) {
            String name = member.getKey();
            JsonValue value = member.getValue();
            if (name.equals("execute") || (name.equals("exec-oob") && rules == RequestRules.EXEC_OOB)) {
                if (!(value instanceof JsonString)) {
                    return QmpError.generic("QMP input member '" + name + "' must be a string");
                }
                if (named) {
                    return QmpError.generic("QMP input member 'execute' clashes with 'exec-oob'");
                }
                named = true;
            } else if (name.equals("arguments")) {
                if (value.getValueType() != ValueType.OBJECT) {
                    return QmpError.generic("QMP input member 'arguments' must be an object");
                }
            } else if (name.equals("control") && rules == RequestRules.CONTROL) {
                if (!isControl(value)) {
                    return controlFault(value);
                }
            } else if (!name.equals("id")) {
                return QmpError.generic(String.format(UNEXPECTED, name));
            }
        }
        return QmpError.generic("QMP input lacks member 'execute'");
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
        for (Map.Entry<String, JsonValue> member : inQemuOrder(control.asJsonObject())) {
            if (!member.getKey().equals("run-oob")) {
                return QmpError.generic(String.format(UNEXPECTED, "control." + member.getKey()));
            }
        }
        return QmpError.generic("QMP input member 'control.run-oob' must be a boolean");
    }

    private static List<Map.Entry<String, JsonValue>> inQemuOrder(JsonObject object) {
        List<Map.Entry<String, JsonValue>> members = new ArrayList<>(object.entrySet());
        Collections.reverse(members);
        members.sort(Comparator.comparingInt(member -> MemberOrder.bucket(member.getKey())));
        return members;
    }
}
