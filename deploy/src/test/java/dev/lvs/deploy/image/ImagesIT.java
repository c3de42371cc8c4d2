package dev.lvs.deploy.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lvs.api.v1alpha1.NodePlan;
import dev.lvs.api.v1alpha1.VirtualService;
import dev.lvs.lab.ScratchFolder;
import dev.lvs.lab.apiserver.ApiServerExtension;
import dev.lvs.lab.apiserver.Checkout;
import dev.lvs.lab.apiserver.Cluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Hash;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Container images: what is in them, and that they run, beside a real API server. */
@ExtendWith(ApiServerExtension.class)
class ImagesIT {
  private static final String DIRECTOR = "lvs-director";
  private static final boolean WRITE = System.getProperty("classes", "").equals("write");

  private static final String VERSION = "0.1.0";

  /** 120 MB, packed and unpacked. */
  private static final long BOUND = 120_000_000;

  private static final int SET_ID = 07000;
  private static final int WRITABLE = 022;

  /** Paths that an image may have. */
  private static final String PLACES =
      "/etc/(passwd|group|nsswitch\\.conf)?|/lib/([a-z0-9_]+-linux-gnu/[a-z0-9.-]*)?|/lib64/[a-z0-9.-]*"
          + "|/opt/(java/.*|lvs/lib/[A-Za-z0-9._-]*\\.(jar|jvm|aot|so)|lvs/(lib/)?)?";

  /** Named by classes of libraries for values that no resource has, and for compiling. */
  private static final Set<String> UNUSED = Set.of("java.compiler", "java.desktop", "java.sql");

  private static BuiltImages images;

  private final Cluster cluster;

  ImagesIT(Cluster cluster) {
    this.cluster = cluster;
  }

  @BeforeAll
  static void build() throws IOException, InterruptedException {
    images = BuiltImages.build();
  }

  @AfterAll
  static void remove() {
    images.close();
  }

  @Test
  void holdARuntimeLibrariesAndAProgramAndNothingElse() {
    for (UnpackedImage image : images.unpacked().values()) {
      assertThat(image.entries().values())
          .allSatisfy(
              entry -> {
                assertThat("/" + entry.getName()).matches(PLACES);
                assertThat(entry.getMode() & (SET_ID | WRITABLE)).as(entry.getName()).isZero();
                assertThat(entry.getLongUserId() + entry.getLongGroupId()).isZero();
                assertThat(entry.getLastModifiedTime().toInstant()).isEqualTo(RootFolder.TIME);
                assertThat(entry.isFile() || entry.isDirectory()).isTrue();
              });
      assertThat(image.entries().keySet())
          .filteredOn(name -> name.matches(".*/s?bin/.+"))
          .containsExactly("/opt/java/bin/java");
    }
  }

  @Test
  void areSmall() throws IOException {
    for (BuiltImage image : images.built()) {
      assertThat(image.unpacked()).as(image.text()).isBetween(40_000_000L, BOUND);
      assertThat(Files.size(image.tar())).as(image.text()).isBetween(20_000_000L, BOUND);
    }
  }

  @Test
  void startJavaItselfWithTheOptionsOfTheLaunchScripts() {
    UnpackedImage operator = images.get("lvs-operator");
    UnpackedImage agent = images.get("lvs-node-agent");

    assertThat(operator.strings("Entrypoint"))
        .startsWith("/opt/java/bin/java")
        .contains("@/opt/lvs/lib/lvs-operator.jvm", "-XX:AOTCache=/opt/lvs/lib/lvs.aot");
    assertThat(agent.strings("Entrypoint"))
        .startsWith("/opt/java/bin/java")
        .contains("@/opt/lvs/lib/lvs.jvm", "-XX:AOTCache=/opt/lvs/lib/lvs.aot");
    assertThat(operator.user()).isEqualTo(65532);
    assertThat(agent.user()).isZero();
    assertThat(operator.strings("Env")).contains("MALLOC_ARENA_MAX=1");
  }

  /** The kustomize base names them without a registry, which a kubelet completes. */
  @Test
  void areNamedAsTheManifestsNameThem() {
    for (String name : List.of("lvs-operator", "lvs-node-agent", "lvs-tools")) {
      UnpackedImage image = images.get(name);
      JsonNode labels = image.config().path("config").path("Labels");

      assertThat(image.annotations().path("io.containerd.image.name").asText())
          .isEqualTo("docker.io/library/" + name + ":" + VERSION);
      assertThat(labels.path("org.opencontainers.image.title").asText()).isEqualTo(name);
      assertThat(labels.path("org.opencontainers.image.version").asText()).isEqualTo(VERSION);
      assertThat(labels.path("org.opencontainers.image.licenses").asText()).isEqualTo("Apache-2.0");
      assertThat(image.config().path("architecture").asText())
          .isEqualTo(Architecture.current().text());
      assertThat(image.config().path("created").asText()).isEqualTo(BuiltImages.CREATED.toString());
    }
  }

  /** What CycloneDX itself reads, and each jar of the image by its sum. */
  @Test
  void haveABillOfAllTheirMaterialsAndOfNothingElse() throws Exception {
    for (BuiltImage image : images.built()) {
      UnpackedImage unpacked =
          images.get(image.materials().getFileName().toString().replace(".cdx.json", ""));

      assertThat(new JsonParser().validate(image.materials().toFile())).isEmpty();
      Bom bill = new JsonParser().parse(image.materials().toFile());
      assertThat(bill.getMetadata().getComponent().getPurl())
          .contains(image.digest().replace(":", "%3A"));
      List<Component> components = bill.getComponents();
      assertThat(components.stream().flatMap(one -> hashes(one)))
          .containsExactlyInAnyOrderElementsOf(unpacked.sumsOfJars());
      assertThat(components)
          .filteredOn(one -> hashes(one).findAny().isEmpty())
          .extracting(Component::getName)
          .containsExactlyInAnyOrder("openjdk", "libc6");
      assertThat(components)
          .allSatisfy(
              one -> {
                assertThat(one.getVersion()).isNotEmpty();
                assertThat(one.getLicenses()).as(one.getName()).isNotNull();
              });
    }
  }

  private static Stream<String> hashes(Component component) {
    return Optional.ofNullable(component.getHashes()).orElse(List.of()).stream()
        .map(Hash::getValue);
  }

  @Test
  void areTheSameBytesWhenTheyAreBuiltAgain() throws Exception {
    try (BuiltImages again = BuiltImages.build()) {
      for (int i = 0; i < images.built().size(); i++) {
        BuiltImage first = images.built().get(i);
        BuiltImage second = again.built().get(i);

        assertThat(second.digest()).as(first.name()).isEqualTo(first.digest());
        assertThat(Files.mismatch(first.tar(), second.tar())).as(first.name()).isEqualTo(-1);
        assertThat(Files.mismatch(first.materials(), second.materials())).isEqualTo(-1);
      }
    }
  }

  @Test
  void haveEveryModuleThatTheirClassesUse() {
    for (UnpackedImage image : images.unpacked().values()) {
      Set<String> used = image.modules();

      assertThat(used).contains("java.base", "java.net.http");
      used.removeAll(UNUSED);
      assertThat(JavaRuntime.MODULES).containsAll(used);
    }
  }

  @Test
  void theAgentsHasNoToolsAndTheToolsHaveThem() throws Exception {
    String tools = "dev/lvs/tool/";

    assertThat(images.get("lvs-node-agent").classesOfOurs())
        .contains("dev/lvs/agent/daemon/Daemon.class")
        .noneMatch(name -> name.startsWith(tools));
    assertThat(images.get("lvs-tools").classesOfOurs()).anyMatch(name -> name.startsWith(tools));
    assertThat(said("lvs-tools", "--version")).matches("lvs \\d.*\n");
    assertThat(said("lvs-tools", "help", "import")).contains("keepalived");
    assertThat(said("lvs-node-agent", "run", "--version")).matches("lvs \\d.*\n");
    assertThat(said("lvs-node-agent", "list")).contains("list").doesNotContain("lvs list");
  }

  @Test
  void operatorAndAgentWorkTogetherAndStartFromTheirCaches() throws Exception {
    apply();
    try (ScratchFolder folder = ScratchFolder.named("lvs-containers")) {
      Path operatorRun = run(folder, "operator");
      Path agentRun = run(folder, "agent");
      Process operator =
          start("lvs-operator", operatorRun, Map.of("LVS_LEASE_NAMESPACE", "default"));
      try {
        soon("a plan").until(() -> plan() != null);
        Process agent =
            start(
                "lvs-node-agent",
                agentRun,
                Map.of(),
                "run",
                "--kubeconfig",
                "/run/kubeconfig",
                "--node",
                DIRECTOR);
        try {
          soon("the agent's report").until(() -> plan().getStatus() != null);
          soon("a status").until(this::isReported);
        } finally {
          end(agent);
        }
      } finally {
        end(operator);
      }

      compare(operatorRun, "operator", "src", "main", "launcher", "lvs-operator.classes");
      compare(agentRun, "node-agent", "src", "main", "launcher", "lvs.classes");
    } finally {
      // its namespace stays: this control plane never ends the deletion of one
      cluster.clear();
    }
  }

  /** Returns what a program prints that sees nothing but its image. */
  private static String said(String name, String... arguments) throws Exception {
    try (ScratchFolder folder = ScratchFolder.named("lvs-container")) {
      UnpackedImage image = images.get(name);
      Process process =
          image.container(folder.path(), 0, image.strings("Entrypoint"), arguments).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return said;
    }
  }

  private void compare(Path run, String... file) throws IOException {
    Path place =
        Checkout.path(file[0], List.of(file).subList(1, file.length).toArray(String[]::new));
    if (WRITE) {
      new ClassList(place).write(run);
    } else {
      assertThat(ClassList.share(run))
          .as("share of classes that %s names; make classes writes it anew", place)
          .isGreaterThan(0.9);
    }
  }

  private Process start(String name, Path run, Map<String, String> environment, String... arguments)
      throws IOException {
    UnpackedImage image = images.get(name);
    ProcessBuilder builder =
        image
            .container(
                run,
                cluster.plane().port(),
                WRITE ? ClassList.recording(image, "/run") : ClassList.logging(image, "/run"),
                arguments)
            .redirectOutput(run.resolve("log").toFile());
    builder.environment().put("KUBECONFIG", "/run/kubeconfig");
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static void end(Process process) throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("ends when it is told to").isTrue();
  }

  private Path run(ScratchFolder folder, String name) throws IOException {
    Path run = Files.createDirectory(folder.path().resolve(name));
    Files.copy(cluster.plane().kubeconfig(), run.resolve("kubeconfig"));
    return run;
  }

  private void apply() {
    cluster.node(DIRECTOR, "10.1.210.51", Map.of("lvs.dev/director", "true"));
    cluster.node("rs-52", "10.1.210.52", Map.of("lvs.dev/real-server", "true"));
    cluster.node("rs-53", "10.1.210.53", Map.of("lvs.dev/real-server", "true"));
    for (String file :
        List.of("namespace.yaml", "cluster.yaml", "real-servers.yaml", "virtual-service.yaml")) {
      cluster.kubectl().expect("apply", "-f", Checkout.path("examples", "dr", file).toString());
    }
  }

  private NodePlan plan() {
    return cluster.client().resources(NodePlan.class).withName(DIRECTOR).get();
  }

  private boolean isReported() {
    VirtualService web =
        cluster.client().resources(VirtualService.class).inNamespace("shop").withName("web").get();
    return web.getStatus() != null && !web.getStatus().conditions().isEmpty();
  }

  private static ConditionFactory soon(String what) {
    return await(what).atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(500));
  }
}
