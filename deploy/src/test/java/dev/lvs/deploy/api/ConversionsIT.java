package dev.lvs.deploy.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.lab.apiserver.ApiServerExtension;
import dev.lvs.lab.apiserver.Checkout;
import dev.lvs.lab.apiserver.Cluster;
import dev.lvs.tool.convert.Converter;
import dev.lvs.tool.convert.keepalived.KeepalivedConfig;
import dev.lvs.tool.convert.ldirectord.LdirectordConfig;
import dev.lvs.tool.convert.manifest.ConversionOptions;
import dev.lvs.tool.convert.read.ConfigFile;
import dev.lvs.tool.convert.read.Configuration;
import dev.lvs.tool.convert.read.Includes;
import dev.lvs.tool.convert.table.SavedTableConfig;
import dev.lvs.tool.saved.NameFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Output of {@code lvs import}, which kubectl accepts whether the source is valid or not; only
 * programs and files of a director, as health checks, are refused in a cluster.
 */
@ExtendWith(ApiServerExtension.class)
class ConversionsIT {
  private static final ConversionOptions OPTIONS =
      new ConversionOptions("shop", "old-", "edge", List.of());

  private final Cluster cluster;

  ConversionsIT(Cluster cluster) {
    this.cluster = cluster;
  }

  @AfterEach
  void clear() {
    cluster.clear();
  }

  @ParameterizedTest
  @MethodSource("files")
  void isAcceptedWithoutAWarning(Path file) throws IOException {
    cluster.kubectl().run("", "create", "namespace", "shop");
    String manifests = Converter.convert(read(file), OPTIONS).text();

    var applied =
        cluster
            .kubectl()
            .run(manifests, "apply", "--validate=strict", "--server-side", "--filename=-");

    // checks that a cluster has not, each of which a notice of the conversion tells
    List<String> refused = applied.err().lines().toList();
    assertThat(refused).allMatch(line -> line.contains("never in a cluster: use another kind"));
    assertThat(applied.exitCode()).isEqualTo(refused.isEmpty() ? 0 : 1);
    assertThat(applied.out()).contains("directorgroup.lvs.dev/edge");
    long services =
        manifests.lines().filter("kind: VirtualService"::equals).count()
            - refused.stream().filter(line -> line.contains("VirtualService.lvs.dev")).count();
    assertThat(applied.out().lines().filter(line -> line.startsWith("virtualservice.lvs.dev/")))
        .hasSize((int) services);
  }

  static List<Path> files() throws IOException {
    try (var files =
        Files.walk(Checkout.path("node-agent", "src", "test", "resources", "convert"))) {
      return files
          .filter(
              file ->
                  file.toString().matches(".*/(keepalived\\.conf|ldirectord\\.cf|saved\\.rules)"))
          .sorted()
          .toList();
    }
  }

  private static Configuration read(Path path) throws IOException {
    ConfigFile file = new ConfigFile(path.getFileName().toString(), Files.readString(path));
    return switch (file.name()) {
      case "keepalived.conf" ->
          KeepalivedConfig.read(List.of(file), Includes.none(), Optional.of("edge-1"));
      case "ldirectord.cf" -> LdirectordConfig.read(List.of(file), NameFiles.NONE);
      default -> SavedTableConfig.read(List.of(file), NameFiles.NONE);
    };
  }
}
