package dev.qmp.monitor.internal.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.monitor.internal.queue.ReadSuspension.Reason;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ReadSuspensionTest {
    @Property
    void isASetOfReasons(@ForAll List<Boolean> raises, @ForAll List<Reason> reasons) {
        ReadSuspension suspension = new ReadSuspension();
        Set<Reason> model = EnumSet.noneOf(Reason.class);
        for (int i = 0; i < Math.min(raises.size(), reasons.size()); i++) {
            Reason reason = reasons.get(i);
            if (raises.get(i)) {
                suspension.raise(reason);
                model.add(reason);
            } else {
                boolean last = model.remove(reason) && model.isEmpty();
                assertThat(suspension.lift(reason)).as("the last reason").isEqualTo(last);
            }
            assertThat(suspension.isRaised()).isEqualTo(!model.isEmpty());
        }
    }
}
