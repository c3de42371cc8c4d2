package dev.lvs.agent.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.source.PlanNews.Plan;
import dev.lvs.agent.source.PlanNews.Unreadable;
import dev.lvs.api.v1alpha1.DirectorPlan;
import dev.lvs.api.v1alpha1.PlannedDestination;
import dev.lvs.api.v1alpha1.PlannedService;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.verdict.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DirectorySourceTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration MOMENT = Duration.ofMillis(200);

  private static final String CLUSTER =
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

  @TempDir Path root;
  private Path directory;
  private AwaitedPlans source;

  @BeforeEach
  void makeDirectory() throws IOException {
    directory = Files.createDirectory(root.resolve("manifests"));
    source = new AwaitedPlans(new DirectorySource(directory, "director"));
  }

  @AfterEach
  void closeSource() {
    source.close();
  }

  @Test
  void compilesWhatIsThere() throws Exception {
    cluster();
    service("web", "192.0.2.10", 1);

    Plan plan = first();

    assertThat(plan.generation()).isEqualTo(1);
    assertThat(vips(plan)).containsExactly("192.0.2.10");
    assertThat(plan.problems()).isEmpty();
  }

  @Test
  @Row("nothing-to-read")
  void takesAnEmptyDirectoryForNoPlan() throws Exception {
    assertThat(said()).contains("holds no manifest", "nothing is removed");
  }

  @Test
  @Row("nothing-to-read")
  void takesANodeWithNothingToDoForAnEmptyPlan() throws Exception {
    cluster();

    assertThat(services(first())).isEmpty();
  }

  @Test
  @Row("nothing-to-read")
  void keepsThePlanWhenNothingIsLeftToRead() throws Exception {
    cluster();
    service("web", "192.0.2.10", 1);
    Plan plan = first();

    Files.delete(directory.resolve("web.yaml"));
    Files.delete(directory.resolve("cluster.yaml"));
    assertThat(said()).contains("holds no manifest", "--cleanup");

    cluster();
    service("web", "192.0.2.10", 1);
    nextLike(plan::equals);
  }

  @Test
  @Row("nothing-to-read")
  void keepsThePlanWhenItsNodeIsNotNamedAnyMore() throws Exception {
    cluster();
    service("web", "192.0.2.10", 1);
    first();

    write("cluster.yaml", CLUSTER.replace("{name: director,", "{name: renamed,"));

    assertThat(said()).contains("has no Node director; there are renamed");
  }

  @Test
  void namesTheNodesWhereItsOwnIsNotAmongThem() throws Exception {
    cluster();
    service("web", "192.0.2.10", 1);

    try (AwaitedPlans misspelt = new AwaitedPlans(new DirectorySource(directory, "directr"))) {
      assertThat(misspelt.await(LONG))
          .get()
          .asString()
          .contains("no Node directr; there are director");
    }
  }

  @Test
  void takesAMissingDirectoryForNoPlan() throws Exception {
    Files.delete(directory);

    assertThat(said()).contains("there is no such directory");
  }

  @Test
  void keepsThePlanWhenTheDirectoryGoesAway() throws Exception {
    cluster();
    service("web", "192.0.2.10", 1);
    first();

    Files.move(directory, root.resolve("elsewhere"), StandardCopyOption.ATOMIC_MOVE);

    assertThat(said()).contains("there is no such directory");
  }

  @Test
  void findsADirectoryThatIsMadeLater() throws Exception {
    Files.delete(directory);
    source.await(MOMENT);

    Files.createDirectory(directory);
    cluster();
    service("web", "192.0.2.10", 1);

    nextLike(plan -> vips(plan).equals(List.of("192.0.2.10")));
  }

  @Test
  void noticesThatTheDirectoryIsAnotherOne() throws Exception {
    cluster();
    service("web", "192.0.2.10", 1);
    first();
    Files.move(directory, root.resolve("old"), StandardCopyOption.ATOMIC_MOVE);
    Files.createDirectory(directory);
    cluster();
    service("web", "192.0.2.20", 1);

    nextLike(plan -> vips(plan).equals(List.of("192.0.2.20")));
  }

  @Test
  void saysNothingWhileNothingChanges() throws Exception {
    cluster();
    first();

    assertThat(source.await(MOMENT)).isEmpty();
  }

  @Test
  void saysNothingOfAChangeThatMeansNothing() throws Exception {
    cluster();
    service("web", "192.0.2.10", 1);
    first();

    Files.writeString(directory.resolve("notes.yaml"), "# only a comment\n");

    assertThat(source.await(MOMENT)).isEmpty();
  }

  @Test
  void saysOnWhichLineAFieldIsRefused() throws Exception {
    cluster();
    write(
        "web.yaml",
        "# the first of two\n---\n"
            + manifest("web", "192.0.2.10", 1)
            + "---\n"
            + manifest("mail", "203.0.113.1", 1));

    String problem = first().problems().getFirst();

    assertThat(problem).contains("VipNotInPool");
    List<String> lines = Files.readAllLines(directory.resolve("web.yaml"));
    int line = Integer.parseInt(problem.replaceFirst("(?s).*?web\\.yaml:([0-9]+):.*", "$1"));
    assertThat(lines.get(line - 1)).contains("203.0.113.1");
  }

  @Test
  void takesANoteForNoProblem() throws Exception {
    cluster();
    write("web.yaml", manifest("web", "192.0.2.10", 1).replace("{port: 80}", "{port: 0}"));
    assertThat(first().problems()).hasSize(1);

    String pcc = "{port: 80}]\n  persistence: {mode: PCC";
    write("web.yaml", manifest("web", "192.0.2.10", 1).replace("{port: 80}]", pcc + "}"));

    Plan plan = nextWithoutProblems();
    assertThat(vips(plan)).containsExactly("192.0.2.10");
  }

  @Test
  void noticesAChangeWithoutWaitingForTheNextLook() throws Exception {
    cluster();
    service("web", "192.0.2.10", 1);
    first();

    long start = System.nanoTime();
    Thread writer = Thread.ofPlatform().start(() -> service("web", "192.0.2.10", 5));
    Plan plan = (Plan) source.await(LONG).orElseThrow();
    writer.join();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG.dividedBy(2));
    assertThat(weights(plan)).containsExactly(5);
    assertThat(plan.generation()).isEqualTo(2);
  }

  @Test
  void takesAnAtomicRenameForOneChange() throws Exception {
    cluster();
    service("web", "192.0.2.10", 1);
    first();

    Path fresh = Files.writeString(directory.resolve(".web.tmp"), manifest("web", "192.0.2.10", 7));
    Files.move(fresh, directory.resolve("web.yaml"), StandardCopyOption.ATOMIC_MOVE);

    nextLike(plan -> weights(plan).equals(List.of(7)));
    assertThat(source.await(MOMENT)).isEmpty();
  }

  @Test
  void takesAFileThatIsWrittenInPiecesForOneChange() throws Exception {
    cluster();
    service("web", "192.0.2.10", 1);
    first();
    String text = manifest("web", "192.0.2.10", 7);

    Thread writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  write("web.yaml", "");
                  text.lines().forEach(line -> append("web.yaml", line + "\n"));
                });
    Plan plan = next();
    writer.join();

    assertThat(weights(plan)).containsExactly(7);
  }

  @Test
  void keepsWhatAFileSaidThatIsEmptyNow() throws Exception {
    cluster();
    service("web", "192.0.2.10", 1);
    first();

    write("web.yaml", "");

    Plan plan = nextWithProblems();
    assertThat(vips(plan)).containsExactly("192.0.2.10");
    assertThat(plan.problems()).singleElement().asString().contains("it is empty, and was not");
  }

  @Test
  void deletesWhatADeletedFileSaid() throws Exception {
    cluster();
    service("web", "192.0.2.10", 1);
    service("mail", "192.0.2.20", 1);
    first();

    Files.delete(directory.resolve("web.yaml"));

    nextLike(plan -> vips(plan).equals(List.of("192.0.2.20")));
  }

  @Test
  @Row("manifest-still")
  void takesNothingAwayForAFileThatIsAwayForAMoment() throws Exception {
    cluster();
    service("web", "192.0.2.10", 1);
    service("mail", "192.0.2.20", 1);
    first();

    Files.delete(directory.resolve("web.yaml"));
    service("news", "192.0.2.30", 1);
    nextLike(plan -> vips(plan).equals(List.of("192.0.2.10", "192.0.2.20", "192.0.2.30")));

    service("web", "192.0.2.10", 1);
    service("last", "192.0.2.40", 1);
    nextLike(
        plan -> vips(plan).equals(List.of("192.0.2.10", "192.0.2.20", "192.0.2.30", "192.0.2.40")));
  }

  @Test
  @Row("manifest-still")
  void takesNothingAwayForAFileThatIsWrittenSlowly() throws Exception {
    cluster();
    String web = manifest("web", "192.0.2.10", 1);
    String mail = manifest("mail", "192.0.2.20", 1);
    write("all.yaml", web + "---\n" + mail);
    first();

    write("all.yaml", web);
    service("news", "192.0.2.30", 1);
    nextLike(plan -> vips(plan).equals(List.of("192.0.2.10", "192.0.2.20", "192.0.2.30")));
    append("all.yaml", "---\n" + mail.replace("[192.0.2.20]", "[192.0.2.2"));
    service("more", "192.0.2.40", 1);
    nextLike(
        plan -> vips(plan).equals(List.of("192.0.2.10", "192.0.2.20", "192.0.2.30", "192.0.2.40")));
  }

  @Test
  @Row("manifest-still")
  void takesWhatIsGoneAwayWhenTheFolderHasBeenStill() throws Exception {
    cluster();
    service("web", "192.0.2.10", 1);
    service("mail", "192.0.2.20", 1);
    first();

    Files.move(directory.resolve("web.yaml"), directory.resolve("moved.yaml"));
    Files.delete(directory.resolve("mail.yaml"));

    nextLike(plan -> vips(plan).equals(List.of("192.0.2.10")));
  }

  @Test
  @Row("manifest-special-file")
  void saysWhatIsNoRegularFileAndTakesTheOthers() throws Exception {
    cluster();
    service("web", "192.0.2.10", 1);
    Files.createSymbolicLink(directory.resolve("zero.yaml"), Path.of("/dev/zero"));
    Files.createSymbolicLink(directory.resolve("kmsg.yaml"), Path.of("/proc/kmsg"));
    Files.createSymbolicLink(directory.resolve("loop.yaml"), Path.of("loop.yaml"));
    Files.createSymbolicLink(directory.resolve("nowhere.yaml"), Path.of("nowhere"));
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        FileChannel huge =
            FileChannel.open(
                directory.resolve("huge.yaml"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE)) {
      socket.bind(UnixDomainSocketAddress.of(directory.resolve("socket.yaml")));
      huge.write(ByteBuffer.wrap(new byte[] {'#'}), 1L << 40);

      Plan plan = first();

      assertThat(vips(plan)).containsExactly("192.0.2.10");
      assertThat(plan.problems())
          .anyMatch(one -> one.matches("(?s).*zero.yaml:1: .*a device and not a regular file.*"))
          .anyMatch(one -> one.matches("(?s).*socket.yaml:1: .*a socket or a device.*"))
          .anyMatch(one -> one.matches("(?s).*huge.yaml:1: .*more than 16777216 bytes.*"))
          .anyMatch(one -> one.matches("(?s).*nowhere.yaml:1: .*leads nowhere.*"))
          .anyMatch(one -> one.matches("(?s).*loop.yaml:1: .*"));
    }
  }

  @Test
  void refusesAFileThatIsNoUtf8() throws Exception {
    cluster();
    Files.write(
        directory.resolve("web.yaml"),
        manifest("caf\u00e9", "192.0.2.10", 1).getBytes(StandardCharsets.ISO_8859_1));

    assertThat(first().problems()).singleElement().asString().contains("no text in UTF-8");
  }

  @Test
  void keepsTheLastGoodVersionOfAWrongManifestAndTakesTheOthers() throws Exception {
    cluster();
    service("web", "192.0.2.10", 1);
    service("mail", "192.0.2.20", 1);
    first();

    write("web.yaml", manifest("web", "192.0.2.10", 9).replace("scheduler", "sheduler"));
    service("mail", "192.0.2.20", 3);
    Plan plan = nextWithProblems();

    assertThat(vips(plan)).containsExactly("192.0.2.10", "192.0.2.20");
    assertThat(weights(plan)).containsExactly(1, 3);
    assertThat(plan.problems())
        .singleElement()
        .asString()
        .startsWith(directory.resolve("web.yaml") + ":")
        .contains("VirtualService shop/web: spec.sheduler: UnknownField")
        .contains("did you mean scheduler?");
  }

  @Test
  void keepsTheLastGoodVersionOfAManifestThatIsRefused() throws Exception {
    cluster();
    service("web", "192.0.2.10", 1);
    first();

    write("web.yaml", manifest("web", "203.0.113.1", 9));
    write("zzz.yaml", "# so that there is something new\n");
    service("mail", "192.0.2.20", 3);
    Plan plan = nextWithProblems();

    assertThat(vips(plan)).containsExactly("192.0.2.10", "192.0.2.20");
    assertThat(plan.problems())
        .singleElement()
        .asString()
        .startsWith(directory.resolve("web.yaml") + ":")
        .contains("VirtualService shop/web")
        .contains("VipNotInPool");
  }

  @Test
  void goesOnFromWhatItPackedWhenNothingChanged() throws Exception {
    cluster();
    service("web", "192.0.2.10", 1);
    service("mail", "192.0.2.20", 1);
    service("news", "192.0.2.30", 1);
    write("many.yaml", namespaces(Memory.MANY));
    first();
    assertThat(source.await(MOMENT)).isEmpty();

    write("web.yaml", manifest("web", "192.0.2.10", 9).replace("scheduler", "sheduler"));
    write("news.yaml", manifest("news", "203.0.113.1", 9));
    service("mail", "192.0.2.20", 3);
    Plan plan = nextWithProblems();

    assertThat(vips(plan)).containsExactly("192.0.2.10", "192.0.2.20", "192.0.2.30");
    assertThat(weights(plan)).containsExactly(1, 3, 1);
    assertThat(plan.problems())
        .hasSize(2)
        .anyMatch(problem -> problem.contains("web.yaml:7: VirtualService shop/web"))
        .anyMatch(problem -> problem.contains("news.yaml:5: VirtualService shop/news"));
  }

  @Test
  void endsTheWaitWhenItIsClosed() throws Exception {
    cluster();
    first();

    Thread closer = Thread.ofPlatform().start(source::close);

    assertThat(source.await(LONG)).isEmpty();
    closer.join();
  }

  private Plan first() throws InterruptedException {
    return (Plan) source.await(LONG).orElseThrow();
  }

  /** The next plan; the source is given the time of several looks. */
  private Plan next() throws InterruptedException {
    Optional<PlanNews> news = Optional.empty();
    for (int looks = 0; looks < 100 && news.isEmpty(); looks++) {
      news = source.await(MOMENT);
    }
    return (Plan) news.orElseThrow();
  }

  /** The next plan of which nothing is said: what stood in a file goes once it has been still. */
  private Plan nextWithoutProblems() throws InterruptedException {
    Plan plan = next();
    while (!plan.problems().isEmpty()) {
      plan = next();
    }
    return plan;
  }

  /** The next plan of which something is said: that is when its files have been still. */
  private Plan nextWithProblems() throws InterruptedException {
    Plan plan = next();
    while (plan.problems().isEmpty()) {
      plan = next();
    }
    return plan;
  }

  /** Why there is no plan. */
  private String said() throws InterruptedException {
    PlanNews news = source.await(LONG).orElseThrow();
    while (news instanceof Plan) {
      news = source.await(LONG).orElseThrow();
    }
    return ((Unreadable) news).message();
  }

  /** A plan that is as expected; others may come on the way to it, while files are not still. */
  private void nextLike(Predicate<Plan> expected) throws InterruptedException {
    Plan plan = next();
    while (!expected.test(plan)) {
      plan = next();
    }
  }

  private void cluster() {
    write("cluster.yaml", CLUSTER);
  }

  private void service(String name, String vip, int weight) {
    write(name + ".yaml", manifest(name, vip, weight));
  }

  private static String manifest(String name, String vip, int weight) {
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

  private static String namespaces(int count) {
    return IntStream.range(0, count)
        .mapToObj("---\napiVersion: v1\nkind: Namespace\nmetadata: {name: n%d}\n"::formatted)
        .collect(Collectors.joining());
  }

  private void write(String name, String text) {
    try {
      Files.writeString(directory.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void append(String name, String text) {
    try {
      Files.writeString(directory.resolve(name), text, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String address(PlannedService service) {
    return service.key() instanceof AddressKey key ? key.address().toString() : "";
  }

  private static List<PlannedService> services(Plan plan) {
    return Stream.of(plan.spec().director())
        .map(DirectorPlan::services)
        .flatMap(List::stream)
        .toList();
  }

  private static List<String> vips(Plan plan) {
    return services(plan).stream().map(DirectorySourceTest::address).toList();
  }

  private static List<Integer> weights(Plan plan) {
    return services(plan).stream()
        .flatMap(service -> service.destinations().stream())
        .map(PlannedDestination::weight)
        .toList();
  }
}
