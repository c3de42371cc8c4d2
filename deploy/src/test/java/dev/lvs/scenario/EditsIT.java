package dev.lvs.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.lab.Topology;
import dev.lvs.verdict.Row;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Adding, editing and deleting, as an admin would with ipvsadm, by manifests. */
@Tag("kernel")
class EditsIT {

  private static final String HTTP = "10.1.210.58:80";

  @AutoClose private final Scenario nat = new Scenario(Topology.nat(2), "nat");

  @Test
  @Row({"services-tcp", "guide-ipvsadm-add"})
  void aServiceIsAddedEditedAndDeletedWhileTheOtherStays() {
    String other =
        nat.agents()
            .manifests()
            .read("virtual-service.yaml")
            .replace("name: web,", "name: other,")
            .replace("port: 80,", "port: 81,");

    nat.agents().manifests().write("other.yaml", other);
    nat.agents().settle();
    assertThat(services())
        .containsExactly("-A -t 10.1.210.58:80 -s wrr", "-A -t 10.1.210.58:81 -s wrr");
    assertThat(nat.client().get("10.1.210.58:81", 2)).hasToString("web-1=1 web-2=1");

    try (var held = nat.client().hold(HTTP, 4)) {
      nat.edit("virtual-service.yaml", "scheduler: wrr", "scheduler: lc");
      nat.edit("other.yaml", "scheduler: wrr", "scheduler: lblc");
      assertThat(services())
          .containsExactly("-A -t 10.1.210.58:80 -s lc", "-A -t 10.1.210.58:81 -s lblc");

      nat.agents().manifests().delete("other.yaml");
      nat.agents().settle();
      assertThat(services()).containsExactly("-A -t 10.1.210.58:80 -s lc");
      assertThat(nat.client().get("10.1.210.58:81", 1)).hasToString("REFUSED");
      assertThat(held.askAgain()).isEqualTo(held.answers());
    }
  }

  @Test
  @Row("weights")
  void weightsGoFromNoneToAsMuchAsTheKernelCounts() {
    nat.edit("real-servers.yaml", "weight: 1", "weight: 2147483647");
    nat.edit("real-servers.yaml", "weight: 1}", "weight: 0}");

    assertThat(nat.client().get(HTTP, 4)).hasToString("web-1=4");
    assertThat(nat.director().witness())
        .contains(
            "-a -t 10.1.210.58:80 -r 192.0.2.21:8080 -m -w 2147483647",
            "-a -t 10.1.210.58:80 -r 192.0.2.22:8080 -m -w 0");
  }

  private List<String> services() {
    return nat.director().witness().stream().filter(line -> line.startsWith("-A")).toList();
  }
}
