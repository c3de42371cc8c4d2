package dev.lvs.deploy.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.v1alpha1.DirectorGroup;
import dev.lvs.lab.apiserver.ApiServerExtension;
import dev.lvs.lab.apiserver.Cluster;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Defaults that the API server adds to a manifest, and how kubectl explains them. */
@ExtendWith(ApiServerExtension.class)
class DefaultsIT {

  private final Cluster cluster;

  DefaultsIT(Cluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void fillsInWhatAShortManifestLeavesOut() {
    String namespace = cluster.namespace();
    String shortest =
        """
        apiVersion: lvs.dev/v1alpha1
        kind: VirtualService
        metadata: {name: web}
        spec:
          addresses: [192.0.2.10]
          ports: [{port: 80}]
          persistence: {}
          forwarding: {method: TUN, tunnel: {}}
          realServers: {inline: [{address: 192.0.2.21}]}
          healthCheck: {tcp: {}}
          drain: {}
        """;

    var applied =
        cluster.kubectl().run(shortest, "apply", "--namespace=" + namespace, "--filename=-");

    assertThat(applied.exitCode()).as(applied.err()).isZero();
    assertThat(
            cluster
                .kubectl()
                .expect("get", "ipvs", "web", "--namespace=" + namespace, "-o=jsonpath={.spec}"))
        .isEqualTo(
            """
            {"addresses":["192.0.2.10"],"adopt":false,"drain":{"timeout":"60s"},\
            "forwarding":{"method":"TUN","tunnel":{"checksum":"none","type":"ipip"}},\
            "healthCheck":{"fall":3,"initial":"up","interval":"2s","jitter":"0s","rise":2,"tcp":{},"through":"direct","timeout":"1s"},\
            "onePacket":false,"persistence":{"mode":"PPC","timeout":"300s"},\
            "ports":[{"port":80,"protocol":"TCP"}],\
            "realServers":{"inline":[{"address":"192.0.2.21","weight":1}]},"scheduler":"wlc"}\
            """);
  }

  @Test
  void givesNumbersBackAsText() {
    String manifest =
        """
        apiVersion: lvs.dev/v1alpha1
        kind: DirectorGroup
        metadata: {name: edge}
        spec: {nodeSelector: {}, maxUnavailable: 1, ipvsSysctls: {sloppy_tcp: 1, sync_threshold: "3 50"}}
        """;

    var applied = cluster.kubectl().run(manifest, "apply", "--filename=-");

    assertThat(applied.exitCode()).as(applied.err()).isZero();
    var spec = cluster.client().resources(DirectorGroup.class).withName("edge").require().getSpec();
    assertThat(spec.maxUnavailable()).isEqualTo("1");
    assertThat(spec.ipvsSysctls()).isEqualTo(Map.of("sloppy_tcp", "1", "sync_threshold", "3 50"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ipvs                                     | balances over real servers
          virtualservice.spec.scheduler            | ENUM: rr wrr lc wlc fo ovf lblc lblcr dh sh mh sed nq twos
          ipvs.spec.persistence.mode               | one real server for every port of the VIP
          ipvs.spec.realServers.selector           | Labels with exactly these values
          ipvs.status.conditions.message           | in a sentence for people, with the remedy
          ipvsrs.spec.weight                       | Share of new connections; 0 takes none
          dg.spec.connectionSync.syncId            | Only daemons of one id listen to each other
          addresspool.spec.addresses               | ranges (first-last) and single addresses
          nodeplan.spec.director.services.source   | The resource it comes from
          """)
  void explainsFields(String field, String text) {
    String explained = cluster.kubectl().expect("explain", field);

    assertThat(explained.replaceAll("\\s+", " ")).contains(text);
  }
}
