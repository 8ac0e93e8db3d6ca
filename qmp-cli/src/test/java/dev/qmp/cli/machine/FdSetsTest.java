package dev.qmp.cli.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.chardev.OpenDescriptor;
import dev.qmp.chardev.ReceivedDescriptors;
import dev.qmp.cli.machine.schema.AddfdInfo;
import dev.qmp.cli.machine.schema.FdsetFdInfo;
import dev.qmp.cli.machine.schema.FdsetInfo;
import dev.qmp.dispatch.spi.CommandContext;
import dev.qmp.dispatch.spi.CommandException;
import dev.qmp.dispatch.spi.MonitorContext;
import jakarta.json.JsonValue;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

/** Sets of descriptors, against a model of them. */
class FdSetsTest {
    /** What a client does. */
    private interface Step {
        void on(Both sets);
    }

    /** A descriptor that knows whether it is open. */
    private static final class Passed implements OpenDescriptor {
        final int number;
        boolean open = true;
        boolean marked;

        Passed(int number) {
            this.number = number;
        }

        @Override
        public int number() {
            return number;
        }

        @Override
        public void close() {
            open = false;
        }
    }

    /** A request that came with a descriptor, or with none. */
    private record Request(ReceivedDescriptors received) implements CommandContext {
        @Override
        public <T> Optional<T> companion(Class<T> type) {
            return Optional.of(type.cast(received));
        }

        @Override
        public MonitorContext monitor() {
            throw new AssertionError();
        }

        @Override
        public String command() {
            return "add-fd";
        }

        @Override
        public boolean outOfBand() {
            return false;
        }

        @Override
        public Optional<JsonValue> id() {
            return Optional.empty();
        }

        @Override
        public void afterReply(Runnable action) {
            throw new AssertionError();
        }
    }

    /** The sets and their model. */
    private static final class Both {
        private final FdSets sets = new FdSets();
        private final TreeMap<Long, List<Passed>> model = new TreeMap<>(Comparator.reverseOrder());
        private final List<Passed> all = new ArrayList<>();

        void add(Optional<Long> wanted) {
            Passed passed = new Passed(all.size() + 10);
            all.add(passed);
            Request request = new Request(new ReceivedDescriptors(List.of(passed)));
            if (wanted.isPresent() && wanted.get() < 0) {
                assertThatThrownBy(() -> sets.add(request, wanted, Optional.empty()))
                        .isInstanceOf(CommandException.class);
                assertThat(passed.open).isFalse();
                return;
            }
            long set = wanted.orElseGet(() -> Stream.iterate(0L, n -> n + 1)
                    .filter(n -> !model.containsKey(n))
                    .findFirst()
                    .orElseThrow());
            model.computeIfAbsent(set, n -> new ArrayList<>()).add(passed);
            assertThat(sets.add(request, wanted, Optional.empty())).isEqualTo(new AddfdInfo(set, passed.number));
        }

        void remove(long set, Optional<Integer> index, boolean atOnce) {
            List<Passed> members = model.getOrDefault(set, List.of());
            Optional<Long> number = index.map(i -> i < members.size() ? members.get(i).number : 5L);
            List<Passed> chosen = members.stream()
                    .filter(each -> number.isEmpty() || each.number == number.get())
                    .toList();
            if (chosen.isEmpty()) {
                assertThatThrownBy(() -> sets.remove(set, number, atOnce))
                        .isInstanceOf(CommandException.class)
                        .hasMessage("File descriptor named 'fdset-id:" + set
                                + number.map(n -> ", fd:" + n).orElse("") + "' not found");
                return;
            }
            sets.remove(set, number, atOnce);
            chosen.forEach(each -> each.marked = true);
            if (atOnce) {
                members.removeIf(each -> each.marked);
            }
            if (members.isEmpty()) {
                model.remove(set);
            }
        }

        void leave() {
            sets.dropUnused();
            model.clear();
        }

        void check() {
            List<String> expected = new ArrayList<>();
            model.forEach((set, members) -> expected.add(
                    set + ":" + members.stream().map(Passed::number).toList()));
            assertThat(sets.query())
                    .extracting(set -> set.fdsetId() + ":"
                            + set.fds().stream().map(FdsetFdInfo::fd).toList())
                    .isEqualTo(expected);
            List<Passed> kept = model.values().stream().flatMap(List::stream).toList();
            assertThat(all).allSatisfy(each -> assertThat(each.open).isEqualTo(kept.contains(each)));
        }
    }

    @Property(tries = 300)
    void aDescriptorIsOpenAsLongAsItIsListed(@ForAll("steps") List<Step> steps) {
        Both both = new Both();
        for (Step step : steps) {
            step.on(both);
            both.check();
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Long> numbers = Arbitraries.longs().between(0, 3);
        Arbitrary<Step> add = Arbitraries.longs().between(-1, 4).optional().map(wanted -> sets -> sets.add(wanted));
        Arbitrary<Step> remove = Combinators.combine(
                        numbers, Arbitraries.integers().between(0, 3).optional(), Arbitraries.of(true, false))
                .as((set, index, atOnce) -> sets -> sets.remove(set, index, atOnce));
        return Arbitraries.frequencyOf(
                        Tuple.of(4, add), Tuple.of(4, remove), Tuple.of(1, Arbitraries.just(Both::leave)))
                .list()
                .ofMaxSize(30);
    }

    @Test
    void aDescriptorIsFoundByItsAccess() throws IOException {
        FdSets sets = new FdSets();
        Path file = Files.createTempFile("fdsets", ".txt");
        try (FileInputStream in = new FileInputStream(file.toFile());
                FileOutputStream out = new FileOutputStream(file.toFile())) {
            assertThatThrownBy(() -> sets.find(1, 0)).isInstanceOf(NoSuchFileException.class);
            int read = numberOf(file, 0);
            sets.add(1, read, Optional.empty());
            assertThatThrownBy(() -> sets.find(1, 1)).isInstanceOf(AccessDeniedException.class);
            int write = numberOf(file, 1);
            sets.add(1, write, Optional.empty());
            assertThat(sets.find(1, 0)).isEqualTo(read);
            assertThat(sets.find(1, 1)).isEqualTo(write);
            assertThatThrownBy(() -> sets.find(1, 2)).isInstanceOf(AccessDeniedException.class);
            sets.add(2, read, Optional.empty());
            sets.dropUnused();
            assertThat(sets.query()).extracting(FdsetInfo::fdsetId).containsExactly(1L);
            assertThat(in.getFD().valid() && out.getFD().valid()).isTrue();
        } finally {
            Files.delete(file);
        }
    }

    /** Finds the descriptor of a file that is open in this process. */
    private static int numberOf(Path file, int access) throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            for (Path each : open.toList()) {
                try {
                    int number = Integer.parseInt(each.getFileName().toString());
                    if (Files.readSymbolicLink(each).equals(file) && (FdSets.flags(number) & 3) == access) {
                        return number;
                    }
                } catch (NoSuchFileException e) {
                    // Closed meanwhile: that of the list itself.
                }
            }
        }
        throw new NoSuchFileException(file.toString());
    }
}
