package dev.lvs.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.lab.ScratchFolder;
import dev.lvs.lab.apiserver.Checkout;
import dev.lvs.verdict.Row;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Launchers of lvs and the operator: they name the Java that they need, where they find another.
 */
class LauncherTest {
  private static final Path AGENT = Checkout.path("node-agent", "src", "main", "launcher", "bin");
  private static final Path OPERATOR = Checkout.path("operator", "src", "main", "launcher", "bin");

  @AutoClose private final ScratchFolder folder = ScratchFolder.named("lvs-launcher");

  /** As both are packaged: their start scripts stand together with the one that finds the JDK. */
  @BeforeEach
  void packageThem() throws IOException {
    Files.createDirectories(folder.path().resolve("bin"));
    for (Path script :
        new Path[] {
          AGENT.resolve("lvs"),
          AGENT.resolve("lvs-java"),
          AGENT.resolve("lvs-jars"),
          OPERATOR.resolve("lvs-operator")
        }) {
      Path copy = folder.path().resolve("bin").resolve(script.getFileName().toString());
      Files.copy(script, copy);
      assertThat(copy.toFile().setExecutable(true)).isTrue();
    }
  }

  @Row("cli-help")
  @ParameterizedTest
  @ValueSource(strings = {"lvs", "lvs-operator"})
  void anOlderJavaIsTold(String program) throws Exception {
    Path jdk = jdk("17.0.2");
    Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"N.N.\"\nJAVA_VERSION=\"17.0.2\"\n");

    assertThat(said(program, jdk))
        .isEqualTo(
            "69 lvs: needs JDK 25, found 17.0.2 (%s/bin/java); set JAVA_HOME to a JDK 25\n"
                .formatted(jdk));
  }

  @Row("cli-help")
  @ParameterizedTest
  @ValueSource(strings = {"1.8.0_402", "11.0.21", "24"})
  void anOlderJavaWithoutAFileOfItsVersionIsAsked(String version) throws Exception {
    Path jdk = jdk(version);

    assertThat(said("lvs", jdk)).startsWith("69 lvs: needs JDK 25, found " + version + " (");
  }

  @Row("cli-help")
  @Test
  void noJavaIsTold() throws Exception {
    assertThat(said("lvs", folder.path().resolve("nothing")))
        .startsWith("69 lvs: needs JDK 25, found no java in ");
  }

  @Test
  void anotherOfThisVersionOrNewerIsTaken() throws Exception {
    Path own = Path.of(System.getProperty("java.home"));

    assertThat(said("lvs-java", own)).isEqualTo("0 " + own + "/bin/java\n");
    assertThat(said("lvs-java", jdk("26-ea"))).startsWith("0 ");
  }

  @Test
  void theCacheOfOtherJarsIsNotTaken() throws Exception {
    Path lib = Files.createDirectories(folder.path().resolve("lib"));
    Path jar = Files.writeString(lib.resolve("lvs-node-agent-1.jar"), "one");
    Path jdk = jdk("25");
    Files.writeString(jdk.resolve("bin/java"), "#!/bin/sh\necho \"$@\"\n");
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25\"\n");
    Files.writeString(lib.resolve("lvs.aot"), "a cache");
    Files.writeString(lib.resolve("lvs.aot.jars"), said("lvs-jars", jdk).replaceFirst("^0 ", ""));
    FileTime built = Files.getLastModifiedTime(jar);

    assertThat(said("lvs", jdk)).contains("-XX:AOTCache=" + lib.resolve("lvs.aot"));

    // of the same size and time, as those of two builds that can be made again have
    Files.writeString(jar, "two");
    Files.setLastModifiedTime(jar, built);
    assertThat(said("lvs", jdk)).startsWith("0 ").doesNotContain("AOTCache");

    Files.delete(lib.resolve("lvs.aot.jars"));
    assertThat(said("lvs", jdk)).startsWith("0 ").doesNotContain("AOTCache");
  }

  /** A java that knows its version, and of our options as much as an old one. */
  private Path jdk(String version) throws IOException {
    Path jdk = folder.path().resolve("jdk-" + version);
    Path java = Files.createDirectories(jdk.resolve("bin")).resolve("java");
    Files.writeString(
        java,
        """
        #!/bin/sh
        [ "$1" = -version ] || { echo "Unrecognized VM option 'UseCompactObjectHeaders'" >&2; exit 1; }
        echo 'openjdk version "%s"' >&2
        """
            .formatted(version));
    assertThat(java.toFile().setExecutable(true)).isTrue();
    return jdk;
  }

  private String said(String program, Path javaHome) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(folder.path().resolve("bin").resolve(program).toString())
            .redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", javaHome.toString());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() + " " + said;
  }
}
