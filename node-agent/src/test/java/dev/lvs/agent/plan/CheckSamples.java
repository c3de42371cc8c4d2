package dev.lvs.agent.plan;

import dev.lvs.api.v1alpha1.HealthCheck;
import io.fabric8.kubernetes.client.utils.Serialization;

/** Health checks as manifests have them, for tests. */
public final class CheckSamples {
  /** A TCP connection to the port of the destination, with the usual times. */
  public static final HealthCheck TCP = check("tcp: {}");

  private CheckSamples() {}

  /**
   * A check of these fields, and else of defaults.
   *
   * @param fields of the check, as in {@code tcp: {}, port: 8080}
   */
  public static HealthCheck check(String fields) {
    return Serialization.unmarshal("--- {" + fields + "}", HealthCheck.class);
  }
}
