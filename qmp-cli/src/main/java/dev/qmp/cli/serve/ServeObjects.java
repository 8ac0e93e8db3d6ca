package dev.qmp.cli.serve;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.options.OptionString;
import dev.qmp.chardev.options.OptionTable;
import dev.qmp.chardev.tls.TlsCredentials;
import dev.qmp.chardev.tls.TlsCredentialsLookup;
import dev.qmp.chardev.tls.TlsCredentialsStore;
import dev.qmp.cli.serve.ServeOptions.DeviceOption;
import dev.qmp.cli.usage.ErrorLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The objects of {@code -object}: TLS credentials, and the certificate names of the clients that are accepted.
 *
 * <p>Thread: filled by the main thread before any device is opened; {@link #reload} in the thread of a signal.
 */
final class ServeObjects implements TlsCredentialsLookup {
    private static final String TYPE = "qom-type";
    private static final OptionTable AUTHORIZATION =
            OptionTable.of("object", TYPE).with(OptionTable.Type.STRING, TYPE, "identity");

    private final TlsCredentialsStore credentials = new TlsCredentialsStore();
    private final Map<String, String> identities = new HashMap<>();
    private final Set<String> ids = new HashSet<>();
    private final List<OptionString> tls = new ArrayList<>();

    /** Makes an object. */
    void add(DeviceOption source) {
        try {
            add(source.argument());
        } catch (ChardevException e) {
            throw new StartException(source, e);
        }
    }

    private void add(String argument) {
        String type = type(argument);
        if (type == null) {
            throw new ChardevException("Parameter 'qom-type' is missing");
        }
        switch (type) {
            case "tls-creds-x509" -> {
                OptionString options = parse(argument, TlsCredentials.OPTIONS);
                credentials.add(String.valueOf(options.id()), TlsCredentials.of(options));
                tls.add(options);
            }
            case "authz-simple" -> {
                OptionString options = parse(argument, AUTHORIZATION);
                String identity = options.get("identity");
                if (identity == null) {
                    throw new ChardevException("Parameter 'identity' is missing");
                }
                identities.put(String.valueOf(options.id()), identity);
                credentials.addOther(String.valueOf(options.id()));
            }
            default -> throw new ChardevException("Parameter 'qom-type' does not accept value '" + type + "'");
        }
    }

    private OptionString parse(String argument, OptionTable table) {
        OptionString options = OptionString.parse(argument, table);
        String id = options.id();
        if (id == null) {
            throw new ChardevException("Parameter 'id' is missing");
        }
        if (!ids.add(id)) {
            throw new ChardevException("Duplicate ID '" + id + "' for object");
        }
        return options;
    }

    /** Returns the type, which is read first because it determines the keys. */
    private static @Nullable String type(String argument) {
        String[] items = argument.split(",", -1);
        if (!items[0].isEmpty() && items[0].indexOf('=') < 0) {
            return items[0];
        }
        for (String item : items) {
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
                ErrorLine.print("qmp serve: object " + options.id() + ": credentials read again");
            } catch (ChardevException e) {
                ErrorLine.print(
                        "qmp serve: object " + options.id() + ": the credentials stay as they are: " + e.getMessage());
            }
        }
    }

    @Override
    public TlsCredentials find(String id) {
        return credentials.find(id);
    }

    @Override
    public boolean isAuthorized(String id, String distinguishedName) {
        return distinguishedName.equals(identities.get(id));
    }
}
