package dev.lvs.tool.convert.manifest;

import static java.util.Map.entry;

import dev.lvs.api.v1alpha1.AddressPoolSpec;
import dev.lvs.api.v1alpha1.AddressUse;
import dev.lvs.api.v1alpha1.ExecCheck;
import dev.lvs.api.v1alpha1.HealthCheck;
import dev.lvs.api.v1alpha1.HttpCheck;
import dev.lvs.api.v1alpha1.HttpMethod;
import dev.lvs.api.v1alpha1.InitialHealth;
import dev.lvs.api.v1alpha1.PoolLimits;
import dev.lvs.api.v1alpha1.ProbePath;
import dev.lvs.api.v1alpha1.ServicePort;
import dev.lvs.api.v1alpha1.Thresholds;
import dev.lvs.api.v1alpha1.TimeSpan;
import dev.lvs.api.v1alpha1.TlsOptions;
import dev.lvs.api.v1alpha1.Tunnel;
import dev.lvs.api.v1alpha1.UdpCheck;
import dev.lvs.api.v1alpha1.VirtualServiceSpec;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.TunnelChecksum;
import dev.lvs.manifest.Plain;
import java.util.Map;

/**
 * Makes specs concise, as a person would write them: without defaults. Weights, methods and times
 * are kept, since people look for them.
 */
public final class Concise {
  /** Values that are left out, by record and field. */
  private static final Map<Class<?>, Map<String, Object>> UNSAID =
      Map.ofEntries(
          entry(
              HealthCheck.class,
              Map.of(
                  "through", ProbePath.DIRECT,
                  "jitter", new TimeSpan(0),
                  "initial", InitialHealth.UP)),
          entry(ExecCheck.class, Map.of("weightByExitCode", false)),
          entry(HttpCheck.class, Map.of("method", HttpMethod.GET)),
          entry(TlsOptions.class, Map.of("verify", false)),
          entry(UdpCheck.class, Map.of("requireReply", true)),
          entry(VirtualServiceSpec.class, Map.of("onePacket", false, "adopt", false)),
          entry(ServicePort.class, Map.of("protocol", Protocol.TCP)),
          entry(Thresholds.class, Map.of("lower", 0)),
          entry(Tunnel.class, Map.of("checksum", TunnelChecksum.NONE)),
          entry(
              AddressPoolSpec.class,
              Map.of("use", AddressUse.VIP, "autoAssign", true, "adoption", false)),
          entry(PoolLimits.class, Map.of("firewallMarks", PoolLimits.DEFAULT.firewallMarks())));

  private Concise() {}

  /** Makes one value plain; what is in it is not. */
  public static Object of(Object value) {
    Object plain = Plain.of(value);
    if (plain instanceof Map<?, ?> fields) {
      UNSAID.getOrDefault(value.getClass(), Map.of()).forEach(fields::remove);
    }
    return plain;
  }
}
