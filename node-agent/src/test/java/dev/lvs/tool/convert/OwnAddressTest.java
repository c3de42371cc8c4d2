package dev.lvs.tool.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.api.Input;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.compile.problem.Consequence;
import dev.lvs.compile.problem.Problem;
import dev.lvs.compile.problem.Reason;
import dev.lvs.manifest.ManifestFile;
import dev.lvs.manifest.ManifestReader;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnAddressTest {
  private static final Input INPUT =
      ManifestReader.read(
              List.of(
                  new ManifestFile(
                      "web.yaml",
                      """
                      apiVersion: lvs.dev/v1alpha1
                      kind: RealServer
                      metadata: {name: own, namespace: shop}
                      spec: {address: 127.0.0.1}
                      ---
                      apiVersion: lvs.dev/v1alpha1
                      kind: RealServer
                      metadata: {name: other, namespace: shop}
                      spec: {address: 198.51.100.21}
                      ---
                      apiVersion: lvs.dev/v1alpha1
                      kind: VirtualService
                      metadata: {name: web, namespace: shop}
                      spec:
                        addresses: [192.0.2.1]
                        ports: [{port: 80}]
                        forwarding: {method: NAT}
                        realServers: {inline: [{address: 198.51.100.21}, {address: "::1"}]}
                      """)))
          .input();

  /** By the reason and the address, and not by what is said of them. */
  @ParameterizedTest
  @CsvSource({
    "RealServer shop/own,     spec.address,                       INVALID_ADDRESS,     true",
    "RealServer shop/other,   spec.address,                       INVALID_ADDRESS,     false",
    "RealServer shop/own,     spec.port,                          INVALID_PORT,        false",
    "RealServer shop/other,   spec.address,                       VIP_IS_HOST_ADDRESS, true",
    "RealServer shop/none,    spec.address,                       INVALID_ADDRESS,     false",
    "VirtualService shop/web, spec.realServers.inline[0].address, INVALID_ADDRESS,     false",
    "VirtualService shop/web, spec.realServers.inline[1].address, INVALID_ADDRESS,     true",
    "VirtualService shop/web, spec.realServers.inline[7].address, INVALID_ADDRESS,     false",
    "VirtualService shop/web, spec.addresses[0],                  VIP_IS_HOST_ADDRESS, false"
  })
  void knowsTheDirectorByItsAddress(
      String resource, String field, Reason reason, boolean expected) {
    Problem problem =
        new Problem(
            ResourceName.parse(resource), field, reason, Consequence.REFUSED, "It is a loopback.");

    assertThat(OwnAddress.isMeant(problem, INPUT)).isEqualTo(expected);
  }
}
