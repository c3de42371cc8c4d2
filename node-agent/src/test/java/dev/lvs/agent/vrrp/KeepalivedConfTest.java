package dev.lvs.agent.vrrp;

import static dev.lvs.agent.vrrp.VrrpSamples.IPV4;
import static dev.lvs.agent.vrrp.VrrpSamples.IPV6;
import static dev.lvs.agent.vrrp.VrrpSamples.ips;
import static dev.lvs.agent.vrrp.VrrpSamples.plan;
import static dev.lvs.agent.vrrp.VrrpSamples.vip;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.plan.NodeSamples;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeepalivedConfTest {
  private static final NodePlanSpec PLAN =
      plan(
          vip("192.0.2.11", "front", IPV4),
          vip("192.0.2.9", "front", IPV4),
          vip("192.0.2.10", "front", IPV4),
          vip("2001:db8::9", "front", IPV6));

  @Test
  void hasAnInstanceForEachFamilyAndTheyMoveTogether() {
    assertThat(text(PLAN, "192.0.2.9", "192.0.2.10", "2001:db8::9"))
        .isEqualTo(
            """
            # Written by lvs-node-agent, which overwrites what is changed here. docs/vrrp.md says more.
            global_defs {
              router_id edge-1
              enable_script_security
              script_user root
              vrrp_version 3
              vrrp_check_unicast_src
              vrrp_skip_check_adv_addr
              vrrp_garp_master_delay 1
              vrrp_garp_master_refresh 60
              vrrp_garp_master_refresh_repeat 1
            }

            vrrp_script ready-edge {
              script "/bin/sh /run/lvs-agent/vrrp/ready edge"
              interval 1
              timeout 2
              fall 2
              rise 1
              init_fail
            }

            vrrp_instance edge-ipv4 {
              state BACKUP
              nopreempt
              interface front
              virtual_router_id 51
              priority 254
              advert_int 0.5
              unicast_src_ip 198.51.100.1
              unicast_peer {
                198.51.100.2
                198.51.100.3
              }
              track_script {
                ready-edge
              }
              virtual_ipaddress {
                192.0.2.9/32 dev front
              }
              virtual_ipaddress_excluded {
                192.0.2.10/32 dev front
              }
            }

            vrrp_instance edge-ipv6 {
              state BACKUP
              nopreempt
              interface front
              virtual_router_id 51
              priority 254
              advert_int 0.5
              unicast_src_ip 2001:db8::1
              unicast_peer {
                2001:db8::2
              }
              track_script {
                ready-edge
              }
              virtual_ipaddress {
                2001:db8::9/128 dev front
              }
            }

            vrrp_sync_group edge {
              group {
                edge-ipv4
                edge-ipv6
              }
            }
            """);
  }

  /** Else two directors, one of which cannot serve it, would not hear each other. */
  @Test
  void advertisesTheSameVipWhateverIsServed() {
    assertThat(text(PLAN, "192.0.2.11"))
        .contains("virtual_ipaddress {\n    192.0.2.9/32")
        .contains("virtual_ipaddress_excluded {\n    192.0.2.11/32")
        .doesNotContain("192.0.2.10/");
  }

  /** keepalived would take nothing of a configuration with such an interface. */
  @Test
  void leavesOutWhatThisNodeCannotSpeakFor() {
    VrrpGroup group = VrrpGroup.of(PLAN).values().iterator().next().speaking(NodeSamples.DIRECTOR);

    assertThat(KeepalivedConf.of("edge-1", Path.of("/d"), List.of(group), Set.of()))
        .contains("vrrp_instance edge-ipv6")
        .doesNotContain("edge-ipv4")
        .doesNotContain("sync_group");
  }

  private static String text(NodePlanSpec plan, String... served) {
    return KeepalivedConf.of(
        "edge-1",
        Path.of("/run/lvs-agent/vrrp"),
        VrrpGroup.of(plan).values(),
        Set.copyOf(ips(served)));
  }
}
