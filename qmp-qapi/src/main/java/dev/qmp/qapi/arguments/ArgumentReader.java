package dev.qmp.qapi.arguments;

import dev.qmp.qapi.Command;
import dev.qmp.qapi.Configuration;
import dev.qmp.qapi.Schema;
import jakarta.json.JsonObject;
import java.util.List;

/**
 * Reads the arguments of a command as people type them: words of the form {@code KEY=VALUE}, typed by the schema.
 *
 * <ul>
 *   <li>The key may reach into objects and, by number, into arrays: {@code addr.data.path=/run/x}, {@code events.0.type=key}. A member whose
 *       name holds a point is found before a shorter one. In a union the members of a branch are known by the tag among the words,
 *       wherever it is.
 *   <li>The value is taken literally for a string or enumeration; integers are decimal or hexadecimal ({@code 0x1f}), a {@code size} may end
 *       in one of {@code B k K M G T P E} (powers of 1024); booleans are {@code on yes true y off no false n}; objects and arrays are JSON
 *       in the monitor's dialect; {@code any} is JSON where the text is that, and a string otherwise. An alternate takes the first of null,
 *       boolean, number and string that the text can be.
 *   <li>An object given as JSON and members of it given by key are joined.
 *   <li>A word without a key is the first mandatory argument that has no value yet, in declared order; where none is mandatory, the only
 *       argument that the command has.
 *   <li>What the schema does not know is passed on, typed as {@link #readUntyped} does: some commands take more than they declare, and
 *       for all others it is up to the server to refuse it, as it is for missing arguments, unknown values and ranges.
 * </ul>
 *
 * <p>It works as well on a schema from introspection, where every integer type, {@code size} too, is just an integer.
 *
 * <p>Thread: immutable; may be used by any number of threads at once.
 */
public final class ArgumentReader {
    private final Configuration configuration;

    private ArgumentReader(Configuration configuration) {
        this.configuration = configuration;
    }

    /**
     * Makes a reader.
     *
     * @param schema what knows the commands; members whose condition does not hold are unknown
     * @return the reader
     */
    public static ArgumentReader of(Schema schema) {
        return new ArgumentReader(schema.configuration());
    }

    /**
     * Reads the arguments of a command.
     *
     * @param command a command of the schema
     * @param words the words, as {@link #words} or a shell splits them
     * @return the arguments, in the order of the words
     * @throws ArgumentException if a word cannot be understood, or two contradict each other
     */
    public JsonObject read(Command command, List<String> words) {
        return Pairs.of(command.argumentType(), configuration, words).read();
    }

    /**
     * Reads the arguments of a command that no schema knows: a value is JSON where the text is that, and a string otherwise; every point
     * in a key leads into an object.
     *
     * @param words words of the form {@code KEY=VALUE}
     * @return the arguments, in the order of the words
     * @throws ArgumentException if a word cannot be understood, or two contradict each other
     */
    public static JsonObject readUntyped(List<String> words) {
        return Pairs.of(null, Configuration.all(), words).read();
    }

    /**
     * Splits a line into words: at spaces and tabs, except between quotes and between the brackets of JSON that begins a word or follows its
     * {@code =}. Quotes are dropped (but not those in JSON): {@code '...'} takes everything literally, {@code "..."} knows
     * {@code \n \r \t \\ \' \"}. A backslash elsewhere is an ordinary character. A word that begins with {@code #} is a comment to the end of
     * the line.
     *
     * @param line the line
     * @return its words
     * @throws ArgumentException if a quote or bracket is not closed, or something else follows a backslash in double quotes
     */
    public static List<String> words(String line) {
        return new WordSplitter(line).words();
    }

    /**
     * Lists what a word could become: keys that have no value yet, or the values of an enumeration or boolean after {@code KEY=}.
     *
     * @param command a command of the schema
     * @param words the other words
     * @param begun the beginning of a word
     * @return whole words, the keys that must be given first, otherwise sorted; none if the other words contradict each other; one that ends with {@code =} or {@code .} is to be continued
     */
    public List<String> candidates(Command command, List<String> words, String begun) {
        return Candidates.of(command.argumentType(), configuration, words, begun);
    }
}
