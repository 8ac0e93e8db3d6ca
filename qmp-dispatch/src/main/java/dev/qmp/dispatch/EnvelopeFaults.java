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

/** Finds the fault that is reported of an envelope: the first one in the reference's order of members. */
final class EnvelopeFaults {
    private static final String UNEXPECTED = "QMP input member '%s' is unexpected";

    private EnvelopeFaults() {}

    /**
     * Returns the first fault of an envelope.
     *
     * @param envelope a request that is known to have a fault
     * @param rules which members are allowed
     * @return the error to answer with
     */
    public static QmpError first(JsonObject envelope, RequestRules rules) {
        boolean named = false;
        for (Map.Entry<String, JsonValue> member : inReferenceOrder(envelope)) {
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
     * Tells whether a value is a sound {@code control}: an object with at most a boolean {@code run-oob}.
     *
     * @param control the member's value
     * @return whether it is sound
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
        for (Map.Entry<String, JsonValue> member : inReferenceOrder(control.asJsonObject())) {
            if (!member.getKey().equals("run-oob")) {
                return QmpError.generic(String.format(UNEXPECTED, "control." + member.getKey()));
            }
        }
        return QmpError.generic("QMP input member 'control.run-oob' must be a boolean");
    }

    private static List<Map.Entry<String, JsonValue>> inReferenceOrder(JsonObject object) {
        List<Map.Entry<String, JsonValue>> members = new ArrayList<>(object.entrySet());
        Collections.reverse(members);
        members.sort(Comparator.comparingInt(member -> MemberOrder.bucket(member.getKey())));
        return members;
    }
}
