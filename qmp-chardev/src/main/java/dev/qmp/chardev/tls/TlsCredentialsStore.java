package dev.qmp.chardev.tls;

import dev.qmp.chardev.ChardevException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Credentials by their ids, and the ids of objects that are something else.
 *
 * <p>Thread: any.
 */
public final class TlsCredentialsStore implements TlsCredentialsLookup {
    private final Map<String, TlsCredentials> credentials = new ConcurrentHashMap<>();
    private final Set<String> others = ConcurrentHashMap.newKeySet();

    /** Makes an empty store. */
    public TlsCredentialsStore() {}

    /**
     * Adds credentials.
     *
     * @param id their id
     * @param added the credentials
     */
    public void add(String id, TlsCredentials added) {
        credentials.put(id, added);
    }

    /**
     * Adds the id of an object that is not TLS credentials.
     *
     * @param id its id
     */
    public void addOther(String id) {
        others.add(id);
    }

    @Override
    public TlsCredentials find(String id) {
        TlsCredentials found = credentials.get(id);
        if (found == null) {
            throw new ChardevException(
                    others.contains(id)
                            ? "Object with id '" + id + "' is not TLS credentials"
                            : "No TLS credentials with id '" + id + "'");
        }
        return found;
    }
}
