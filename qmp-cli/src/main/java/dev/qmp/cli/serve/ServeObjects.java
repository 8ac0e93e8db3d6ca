package dev.qmp.cli.serve;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.options.OptionString;
import dev.qmp.chardev.options.OptionTable;
import dev.qmp.chardev.tls.TlsCredentials;
import dev.qmp.chardev.tls.TlsCredentialsLookup;
import dev.qmp.chardev.tls.TlsCredentialsStore;
import dev.qmp.cli.serve.ServeOptions.DeviceOption;
import dev.qmp.json.JsonValues;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The objects of {@code -object}: TLS credentials, and which names of clients' certificates are accepted.
 *
 * <p>Thread: filled by the main thread before any device is opened; {@link #reload} in the thread of a signal.
 */
final class ServeObjects implements TlsCredentialsLookup {
    private static final String TYPE = "qom-type";
    private static final String TLS_CREDS = "tls-creds-x509";
    private static final String AUTHZ_SIMPLE = "authz-simple";
    private static final String AUTHZ_LIST = "authz-list";
    private static final String AUTHZ_LIST_FILE = "authz-list-file";
    private static final String RULES = "rules";
    private static final OptionTable AUTHORIZATION =
            OptionTable.of("object", TYPE).with(OptionTable.Type.STRING, TYPE);
    private static final OptionTable SIMPLE = AUTHORIZATION.with(OptionTable.Type.STRING, "identity");
    private static final OptionTable LIST = AUTHORIZATION.with(OptionTable.Type.STRING, "policy");
    private static final OptionTable LIST_FILE =
            AUTHORIZATION.with(OptionTable.Type.STRING, "filename").with(OptionTable.Type.BOOL, "refresh");

    /** The types of objects that only a virtual machine can use, of QEMU 7.2 to 10.1. */
    private static final class Foreign {
        static final Set<String> TYPES = Set.of("""
                acpi-generic-initiator acpi-generic-port arm-confidential-guest authz-pam can-bus
                can-host-socketcan colo-compare cryptodev-backend cryptodev-backend-builtin cryptodev-backend-lkcf
                cryptodev-vhost-user dbus-vmstate filter-buffer filter-dump filter-mirror filter-redirector filter-replay
                filter-rewriter input-barrier input-linux iommufd iothread main-loop memory-backend-epc memory-backend-file
                memory-backend-memfd memory-backend-ram memory-backend-shm pef-guest pr-manager-helper qtest rng-builtin
                rng-egd rng-random s390-pv-guest secret secret_keyring sev-guest sev-snp-guest tdx-guest thread-context
                throttle-group tls-cipher-suites tls-creds-anon tls-creds-psk x-remote-object x-vfio-user-server""".strip().split("\\s+"));
    }

    private final TlsCredentialsStore credentials = new TlsCredentialsStore();
    private final Map<String, Predicate<String>> authorizations = new HashMap<>();
    private final Set<String> ids = new HashSet<>();
    private final List<OptionString> tls = new ArrayList<>();
    private final QemuOptions qemu;

    ServeObjects(QemuOptions qemu) {
        this.qemu = qemu;
    }

    /** Makes an object. */
    void add(DeviceOption source) {
        try {
            String argument = source.argument();
            if (OptionJson.isJson(argument)) {
                addJson(source, OptionJson.object(argument));
            } else {
                add(source, argument, null);
            }
        } catch (ChardevException e) {
            throw new StartException(source, e);
        }
    }

    /** Only JSON can express rules, as in QEMU. */
    private void addJson(DeviceOption source, JsonObject json) {
        JsonValue rules = AUTHZ_LIST.equals(JsonValues.stringOrNull(json, TYPE)) ? json.get(RULES) : null;
        JsonObjectBuilder others = JsonValues.object();
        json.forEach((name, value) -> {
            if (rules == null || !name.equals(RULES)) {
                others.add(name, value);
            }
        });
        add(source, OptionJson.text(others.build()), rules);
    }

    private void add(DeviceOption source, String argument, @Nullable JsonValue rules) {
        String type = type(argument);
        if (type == null) {
            throw new ChardevException("Parameter 'qom-type' is missing");
        }
        switch (type) {
            case "help", "?" ->
                throw HelpRequest.objects(List.of(AUTHZ_LIST, AUTHZ_LIST_FILE, AUTHZ_SIMPLE, TLS_CREDS));
            case TLS_CREDS -> {
                OptionString options = parse(source, argument, TlsCredentials.OPTIONS);
                credentials.add(String.valueOf(options.id()), TlsCredentials.of(options));
                tls.add(options);
            }
            case AUTHZ_SIMPLE -> {
                OptionString options = parse(source, argument, SIMPLE);
                authorize(options, required(options, "identity")::equals);
            }
            case AUTHZ_LIST -> {
                OptionString options = parse(source, argument, LIST);
                JsonObjectBuilder list = JsonValues.object();
                String policy = options.get("policy");
                if (policy != null) {
                    list.add("policy", policy);
                }
                authorize(options, AuthorizationList.of((rules == null ? list : list.add(RULES, rules)).build()));
            }
            case AUTHZ_LIST_FILE -> {
                OptionString options = parse(source, argument, LIST_FILE);
                authorize(
                        options,
                        new AuthorizationFile(
                                String.valueOf(options.id()),
                                required(options, "filename"),
                                options.bool("refresh", true)));
            }
            default -> {
                if (qemu.whole() && Foreign.TYPES.contains(type)) {
                    claim(OptionString.idIn(argument));
                    qemu.ignore(source);
                    return;
                }
                throw new ChardevException("Parameter 'qom-type' does not accept value '" + type + "'");
            }
        }
    }

    private static String required(OptionString options, String key) {
        String value = options.get(key);
        if (value == null) {
            throw new ChardevException("Parameter '" + key + "' is missing");
        }
        return value;
    }

    private void authorize(OptionString options, Predicate<String> names) {
        String id = String.valueOf(options.id());
        authorizations.put(id, names);
        credentials.addOther(id);
    }

    private OptionString parse(DeviceOption source, String argument, OptionTable table) {
        OptionString options = new DeviceOption(source.option(), argument, source.place()).parse(table);
        claim(options.id());
        return options;
    }

    private void claim(@Nullable String id) {
        if (id == null) {
            throw new ChardevException("Parameter 'id' is missing");
        }
        if (!ids.add(id)) {
            throw new ChardevException("Duplicate ID '" + id + "' for object");
        }
    }

    /** Returns the type, which is read first because it determines the keys. */
    private static @Nullable String type(String argument) {
        int comma = argument.indexOf(',');
        int equals = argument.indexOf('=');
        if (equals < 0 || (comma >= 0 && comma < equals)) {
            return first(argument);
        }
        for (String item : argument.split(",", -1)) {
            if (item.startsWith(TYPE + '=')) {
                return item.substring(TYPE.length() + 1);
            }
        }
        return null;
    }

    /** Whether there are TLS credentials, which are files that may change. */
    boolean hasFiles() {
        return !tls.isEmpty();
    }

    /** Reads the files of TLS credentials again, for connections that come from now on; those that are wrong stay as they are. */
    void reload() {
        for (OptionString options : tls) {
            try {
                credentials.add(String.valueOf(options.id()), TlsCredentials.of(options));
                Diagnostics.print("object " + options.id() + ": credentials read again");
            } catch (ChardevException e) {
                Diagnostics.print("object " + options.id() + ": the credentials stay as they are: " + e.getMessage());
            }
        }
    }

    /** Returns what precedes the first comma that is not doubled; a doubled one stands for one. */
    private static String first(String argument) {
        StringBuilder value = new StringBuilder();
        for (int i = 0; i < argument.length(); i++) {
            if (argument.charAt(i) == ',' && (++i == argument.length() || argument.charAt(i) != ',')) {
                break;
            }
            value.append(argument.charAt(i));
        }
        return value.toString();
    }

    @Override
    public TlsCredentials find(String id) {
        return credentials.find(id);
    }

    @Override
    public boolean isAuthorized(String id, String distinguishedName) {
        Predicate<String> names = authorizations.get(id);
        return names != null && names.test(distinguishedName);
    }
}
