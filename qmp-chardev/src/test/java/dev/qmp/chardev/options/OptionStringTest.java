package dev.qmp.chardev.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.chardev.ChardevException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class OptionStringTest {
    private static final OptionTable TABLE = OptionTable.of("test", "first")
            .with(OptionTable.Type.STRING, "first", "a", "b", "c")
            .with(OptionTable.Type.BOOL, "flag")
            .with(OptionTable.Type.NUMBER, "n")
            .with(OptionTable.Type.SIZE, "size");

    @Provide
    Arbitrary<OptionString> options() {
        Arbitrary<String> values =
                Arbitraries.strings().withChars(",=:x \u00e9\u4e2d").ofMaxLength(8);
        Arbitrary<List<String[]>> pairs = Combinators.combine(Arbitraries.of("first", "a", "b", "c"), values)
                .as((key, value) -> new String[] {key, value})
                .list()
                .ofMaxSize(6);
        Arbitrary<String> ids =
                Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(5);
        return Combinators.combine(pairs, ids.injectNull(0.3)).as((list, id) -> {
            OptionString options = OptionString.of();
            for (String[] pair : list) {
                options = options.with(pair[0], pair[1]);
            }
            return id == null ? options : options.with("id", id);
        });
    }

    @Property
    void readingWhatWasPrintedGivesTheSame(@ForAll("options") OptionString options) {
        OptionString again = OptionString.parse(options.toString(), TABLE);
        assertThat(again).isEqualTo(options).hasSameHashCodeAs(options);
        assertThat(again.warnings()).isEmpty();
    }

    @Property
    void everyTextIsEitherReadOrRefusedWithAnError(@ForAll String text) {
        try {
            assertThat(OptionString.parse(text, TABLE)).isNotNull();
        } catch (ChardevException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
        try {
            assertThat(DeviceShorthand.parse(text)).isNotNull();
        } catch (ChardevException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    @Property
    void sizesAreReadAsTheyAreMeant(@ForAll int kilos) {
        long wanted = Math.abs((long) kilos);
        assertThat(OptionString.of("size", wanted + "k").size("size", -1)).isEqualTo(wanted * 1024);
        assertThat(OptionString.of("size", "0x" + Long.toHexString(wanted)).size("size", -1))
                .isEqualTo(wanted);
        assertThat(OptionString.of("n", Integer.toString(kilos)).number("n", -1))
                .isEqualTo(kilos);
    }

    @Test
    void theFirstItemIsTheValueOfTheImpliedKey() {
        assertThat(OptionString.parse("x,,y,a=1", TABLE).get("first")).isEqualTo("x,y");
    }

    @Test
    void theLastOfEqualKeysCountsButTheFirstId() {
        OptionString options = OptionString.parse("a=1,id=x,a=2,id=y", TABLE);
        assertThat(options.get("a")).isEqualTo("2");
        assertThat(options.id()).isEqualTo("x");
    }

    @Test
    void shortFormsAreReadWithAWarning() {
        OptionString options = OptionString.parse("x,flag,noflag", TABLE);
        assertThat(options.bool("flag", true)).isFalse();
        assertThat(options.warnings())
                .containsExactly(
                        "short-form boolean option 'flag' deprecated\nPlease use flag=on instead",
                        "short-form boolean option 'noflag' deprecated\nPlease use flag=off instead");
    }

    @Test
    void helpIsNoticed() {
        assertThat(OptionString.parse("x,help", TABLE).wantsHelp()).isTrue();
        assertThat(OptionString.parse("x,?", TABLE).wantsHelp()).isTrue();
        assertThat(TABLE.help()).startsWith("test options:\n  a=<str>\n").contains("\n  flag=<bool (on/off)>\n");
    }

    @Test
    void aMapMakesOptionsInItsOrder() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("b", "x,y");
        map.put("a", "1");
        assertThat(OptionString.of(map)).hasToString("b=x,,y,a=1");
    }

    @Test
    void aDeviceNeedsAnIdAndABackend() {
        assertThatThrownBy(() -> ChardevOptions.of(OptionString.of("backend", "null")))
                .hasMessage("chardev: no id specified");
        assertThatThrownBy(() -> ChardevOptions.of(OptionString.of("id", "a")))
                .hasMessage("chardev: \"a\" missing backend");
    }

    @Test
    void shortFormsOfDevicesAreTranslated() {
        assertThat(DeviceShorthand.parse("mon:stdio").options("m")).hasToString("id=m,mux=on,signal=off,backend=stdio");
        assertThat(DeviceShorthand.parse("unix:a,,b,server,nowait").options("m"))
                .hasToString("id=m,backend=socket,path=a,,b,server=on,wait=off");
        assertThat(DeviceShorthand.parse("telnet:h:1,server=on").options("m"))
                .hasToString("id=m,backend=socket,host=h,port=1,server=on,telnet=on");
        assertThat(DeviceShorthand.parse("udp::1@l:2").options("m"))
                .hasToString("id=m,backend=udp,host=,port=1,localaddr=l,localport=2");
        assertThat(DeviceShorthand.parse("chardev:x").existingId()).isEqualTo("x");
    }
}
