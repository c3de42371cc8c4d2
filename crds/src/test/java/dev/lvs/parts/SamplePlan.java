package dev.lvs.parts;

import dev.lvs.api.v1alpha1.AnnouncementMode;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.DirectorSettings;
import dev.lvs.api.v1alpha1.FormerVip;
import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.HiddenVip;
import dev.lvs.api.v1alpha1.NodePlanSpec;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedMark;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.api.v1alpha1.PlannedVip;
import dev.lvs.api.v1alpha1.RealServerPlan;
import dev.lvs.api.v1alpha1.ResourceName;
import dev.lvs.api.v1alpha1.Scheduler;
import dev.lvs.api.v1alpha1.Thresholds;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.ipvs.VipPorts;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Plans of both families, with firewall marks, hidden VIPs and, if wanted, very large entries. */
final class SamplePlan {
  private static final String NODE = "edge-1";

  private final Random random;

  private SamplePlan(long seed) {
    this.random = new Random(seed);
  }

  /** A plan that one number decides about: of any size, and of either role or both. */
  static NodePlanSpec any(long seed) {
    SamplePlan sample = new SamplePlan(seed);
    Random random = sample.random;
    List<PlannedService> services = sample.services(random.nextInt(900));
    if (random.nextBoolean() && !services.isEmpty()) {
      int place = random.nextInt(services.size());
      services.set(place, services.get(place).with(sample.destinations(random.nextInt(12_000))));
    }
    DirectorPlan director =
        new DirectorPlan(
            services,
            sample.vips(),
            sample.marks(random.nextInt(300)),
            List.of(settings()),
            List.of("edge-2"),
            List.of(new FormerVip(IpAddress.parse("192.0.2.9"), AnnouncementMode.STATIC, null)));
    List<HiddenVip> hidden = sample.hiddenVips(random.nextInt(200));
    return new NodePlanSpec(
        NODE, random.nextInt(8) == 0 ? DirectorPlan.EMPTY : director, new RealServerPlan(hidden));
  }

  /** A director's plan with this many services. */
  static NodePlanSpec ofServices(int count) {
    SamplePlan sample = new SamplePlan(count);
    return of(sample.services(count));
  }

  /** A director's plan with one service of this many destinations, among others. */
  static NodePlanSpec ofOneServiceWith(int destinations) {
    SamplePlan sample = new SamplePlan(destinations);
    List<PlannedService> services = sample.services(100);
    services.set(50, services.get(50).with(sample.destinations(destinations)));
    return of(services);
  }

  static NodePlanSpec of(List<PlannedService> services) {
    return new NodePlanSpec(
        NODE,
        new DirectorPlan(services, List.of(), List.of(), List.of(settings()), List.of("edge-2")),
        RealServerPlan.EMPTY);
  }

  /** A service that no plan of these has. */
  static PlannedService another(int number) {
    SamplePlan sample = new SamplePlan(number);
    return sample.service("203.0.113." + number % 256, 1 + number / 256, null);
  }

  private List<PlannedService> services(int count) {
    List<PlannedService> services = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean marked = i % 7 == 3;
      String vip = i % 3 == 0 ? "2001:db8::" + Integer.toHexString(i) : "192.0.2." + i % 256;
      services.add(service(vip, 80 + i / 256, marked ? 1000L + i : null));
    }
    return services;
  }

  private PlannedService service(String vip, int port, @Nullable Long mark) {
    return new PlannedService(
        mark == null
            ? new AddressKey(Protocol.TCP, IpAddress.parse(vip), port)
            : new MarkKey(mark % 2 == 0 ? AddressFamily.IPV4 : AddressFamily.IPV6, mark),
        Scheduler.WRR,
        List.of(),
        false,
        null,
        destinations(random.nextInt(20)),
        List.of(),
        mark == null ? List.of() : List.of(IpAddress.parse(vip)),
        false,
        null,
        new ResourceName("VirtualService", "shop", "web-" + vip.replace(':', '-') + "-" + port));
  }

  private List<PlannedDestination> destinations(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new PlannedDestination(
                    IpAddress.parse(
                        i % 2 == 0
                            ? "198.51." + i / 256 + "." + i % 256
                            : "2001:db8:1::" + Integer.toHexString(i)),
                    8080,
                    ForwardingMode.NAT,
                    random.nextInt(100),
                    i % 9 == 0 ? new Thresholds(random.nextInt(1000), 1) : null,
                    null,
                    new ResourceName("RealServer", "shop", "web-" + i)))
        .toList();
  }

  private List<PlannedVip> vips() {
    List<PlannedVip> vips = new ArrayList<>();
    for (int i = 0; i < random.nextInt(100); i++) {
      int sources = i == 7 ? 20_000 : 1 + random.nextInt(3);
      vips.add(new PlannedVip(IpAddress.parse("192.0.2." + i), "eth0", sources(sources)));
    }
    return vips;
  }

  private List<PlannedMark> marks(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new PlannedMark(
                    VipPorts.one(IpAddress.parse("192.0.2." + i % 256), Protocol.UDP, 1000 + i),
                    1000 + i,
                    new ResourceName("VirtualService", "shop", "m")))
        .toList();
  }

  private List<HiddenVip> hiddenVips(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new HiddenVip(
                    IpAddress.parse("203.0.113." + i % 256),
                    i < 256 ? ForwardingMode.DR : ForwardingMode.TUN,
                    IpAddress.parse("198.51.100.1"),
                    null,
                    sources(i == 3 ? 9_000 : 1)))
        .toList();
  }

  private static List<ResourceName> sources(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new ResourceName("VirtualService", "shop", "web-" + i))
        .toList();
  }

  private static DirectorSettings settings() {
    return new DirectorSettings(
        null, null, Map.of("sloppy_tcp", "1"), ResourceName.parse("DirectorGroup default"));
  }
}
