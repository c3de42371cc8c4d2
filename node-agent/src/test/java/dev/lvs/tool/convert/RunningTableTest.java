package dev.lvs.tool.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.ipvs.ServiceSettings;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.ipvs.ProbeMarks;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.net.AddressFamily;
import dev.lvs.tool.convert.read.Configuration;
import dev.lvs.tool.convert.read.ServiceBlock;
import dev.lvs.tool.convert.table.RunningTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunningTableTest {
  private static final ServiceSettings RR = new ServiceSettings("rr", Set.of(), 0, -1, "");

  @Test
  void entriesByWhichAgentsProbeAreToldAndNoServices() {
    ServiceKey probing = new MarkKey(AddressFamily.IPV4, ProbeMarks.at(17));
    ServiceKey marked = ServiceKey.parse("FWM 17");
    Map<ServiceKey, VirtualServer> table = new LinkedHashMap<>();
    for (ServiceKey key : List.of(probing, marked)) {
      table.put(key, new VirtualServer(key, RR, Map.of()));
    }

    Configuration exported = RunningTable.of(KernelState.ofServices(table));

    assertThat(exported.services())
        .flatExtracting(ServiceBlock::servers)
        .extracting(VirtualServer::key)
        .containsExactly(marked);
    assertThat(exported.notices())
        .singleElement()
        .satisfies(notice -> assertThat(notice.origin().subject()).isEqualTo(probing.toString()));
  }
}
