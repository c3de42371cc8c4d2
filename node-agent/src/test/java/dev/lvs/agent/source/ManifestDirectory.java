package dev.lvs.agent.source;

import dev.lvs.agent.source.PlanNews.Plan;
import dev.lvs.agent.source.PlanNews.Unreadable;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A directory of manifests, and the source that watches it for node director. */
final class ManifestDirectory implements AutoCloseable {
  static final Duration LONG = Duration.ofSeconds(30);
  static final Duration MOMENT = Duration.ofMillis(200);

  static final String CLUSTER =
      """
      apiVersion: lvs.dev/v1alpha1
      kind: DirectorGroup
      metadata: {name: default}
      spec: {nodeSelector: {matchLabels: {lvs.dev/director: "true"}}}
      ---
      apiVersion: lvs.dev/v1alpha1
      kind: AddressPool
      metadata: {name: office}
      spec: {addresses: [192.0.2.0/24], realServers: {nodeSelector: {}}}
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: director, labels: {lvs.dev/director: "true"}}
      status: {addresses: [{type: InternalIP, address: 198.51.100.1}]}
      """;

  private final Path directory;
  private final AwaitedPlans source;

  ManifestDirectory(Path directory) throws IOException {
    this.directory = Files.createDirectory(directory);
    this.source = new AwaitedPlans(new DirectorySource(directory, "director"));
  }

  Path path() {
    return directory;
  }

  AwaitedPlans source() {
    return source;
  }

  Plan first() throws InterruptedException {
    return (Plan) source.await(LONG).orElseThrow();
  }

  /** The next plan; the source is given the time of several looks. */
  Plan next() throws InterruptedException {
    return (Plan) news();
  }

  private PlanNews news() throws InterruptedException {
    Optional<PlanNews> news = Optional.empty();
    for (int looks = 0; looks < 100 && news.isEmpty(); looks++) {
      news = source.await(MOMENT);
    }
    return news.orElseThrow();
  }

  /** The next plan of which nothing is said: what stood in a file goes once it has been still. */
  Plan nextWithoutProblems() throws InterruptedException {
    Plan plan = next();
    while (!plan.problems().isEmpty()) {
      plan = next();
    }
    return plan;
  }

  /** The next plan of which something is said: that is when its files have been still. */
  Plan nextWithProblems() throws InterruptedException {
    Plan plan = next();
    while (plan.problems().isEmpty()) {
      plan = next();
    }
    return plan;
  }

  /** Returns why there is no plan. */
  String said() throws InterruptedException {
    PlanNews news = source.await(LONG).orElseThrow();
    while (news instanceof Plan) {
      news = source.await(LONG).orElseThrow();
    }
    return ((Unreadable) news).message();
  }

  /**
   * A plan that is as expected; on the way to it others may come while files are not still, or none
   * while there is no directory.
   */
  void nextLike(Predicate<Plan> expected) throws InterruptedException {
    PlanNews news = news();
    while (!(news instanceof Plan plan && expected.test(plan))) {
      news = news();
    }
  }

  void cluster() {
    write("cluster.yaml", CLUSTER);
  }

  void service(String name, String vip, int weight) {
    write(name + ".yaml", manifest(name, vip, weight));
  }

  void write(String name, String text) {
    try {
      Files.writeString(directory.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void append(String name, String text) {
    try {
      Files.writeString(directory.resolve(name), text, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    source.close();
  }

  static String manifest(String name, String vip, int weight) {
    return """
    apiVersion: lvs.dev/v1alpha1
    kind: VirtualService
    metadata: {name: %s, namespace: shop}
    spec:
      addresses: [%s]
      ports: [{port: 80}]
      scheduler: wrr
      forwarding: {method: DR}
      realServers: {inline: [{address: 198.51.100.21, weight: %d}]}
    """
        .formatted(name, vip, weight);
  }

  static List<PlannedService> services(Plan plan) {
    return Stream.of(plan.spec().director())
        .map(DirectorPlan::services)
        .flatMap(List::stream)
        .toList();
  }

  private static String address(PlannedService service) {
    return service.key() instanceof AddressKey key ? key.address().toString() : "";
  }

  static List<String> vips(Plan plan) {
    return services(plan).stream().map(ManifestDirectory::address).toList();
  }

  static List<Integer> weights(Plan plan) {
    return services(plan).stream()
        .flatMap(service -> service.destinations().stream())
        .map(PlannedDestination::weight)
        .toList();
  }
}
