package dev.lvs.tool.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.lvs.compile.Compilation;
import dev.lvs.compile.Compiler;
import dev.lvs.compile.problem.Consequence;
import dev.lvs.compile.resolve.Resolver;
import dev.lvs.manifest.ManifestFile;
import dev.lvs.manifest.ManifestReader;
import dev.lvs.manifest.Manifests;
import dev.lvs.tool.convert.manifest.ConversionOptions;
import dev.lvs.tool.convert.read.ConfigFile;
import dev.lvs.tool.convert.read.Configuration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Noise in configurations comes out as notices, and what is left is accepted. Every file includes
 * the whole noise again, and so itself.
 */
class ConversionFuzzTest {
  private static final List<ConfigFolder> FOLDERS = ConfigFolder.all();

  private static final List<String> SCRAPS =
      List.of(
          "\t",
          "\u0000",
          "\ufeff",
          "\r",
          "\n",
          "\\",
          "\\\n",
          "\"",
          "'",
          "{",
          "}",
          "{ }",
          "#",
          "!",
          "@edge-1 ",
          "@^edge-1 ",
          "$",
          "$A=$A$A\n$A",
          "${A}",
          "$NET=",
          "$SERVER",
          "~SEQ(N, 1, 9) ",
          "~SEQ(N, 9, 0, 1) ",
          "~SEQx(N, 99999999) ",
          "~LST(A, 1, {2, 3}) ",
          "include *\n",
          "include_check\n",
          "include noise.conf\n",
          "-1",
          "0",
          "65536",
          "99999999999999999999",
          "1.5",
          "192.0.2.21",
          "2001:db8::21",
          "192.0.2.1-9",
          "192.0.2.0/28",
          "::/0",
          "->",
          ":",
          "    ",
          "virtual=17\n    real=192.0.2.9 masq\n",
          "real_server 192.0.2.9 80 {",
          "fwmark 7",
          "lvs_method TUN type gue",
          "quorum 5",
          "TCP_CHECK { connect_timeout 0.001 }",
          "HTTP_GET { url { path / regex \"[[:alpha:]&&[\" } }",
          "UDP_CHECK { payload 1 zz }",
          "MISC_CHECK { misc_path \"\" }",
          "delay_loop 999999999",
          "receive=\"(?R)\"\n",
          "checktype=external\n",
          "\ud83d",
          "\ud83d\ude00",
          "--tun-type gre",
          "-a ");

  /** Damaged file of a program. */
  record Noise(String program, String text) {}

  @Property
  void onlyNoticesComeOfNoise(@ForAll("noise") Noise noise) {
    assertTimeoutPreemptively(Duration.ofSeconds(60), () -> assertOnlyNotices(noise));
  }

  private static void assertOnlyNotices(Noise noise) {
    ConfigFile file = new ConfigFile("noise.conf", noise.text());

    Configuration read = ConfigFolder.read(noise.program(), file, (_, _) -> List.of(file, file));
    Conversion conversion = Converter.convert(read, ConversionOptions.plain());

    int lines = (int) noise.text().chars().filter(c -> c == '\n').count() + 1;
    assertThat(conversion.notices())
        .allSatisfy(
            notice -> {
              assertThat(notice.origin().file()).isEqualTo("noise.conf");
              assertThat(notice.origin().line())
                  .isBetween(notice.origin().subject().isEmpty() ? 0 : 1, lines);
              assertThat(notice.message()).matches("(?s).*[a-z0-9)'].*[.]");
            });
    assertAccepted(conversion);
  }

  private static void assertAccepted(Conversion conversion) {
    String node =
        """
        ---
        {apiVersion: v1, kind: Node, metadata: {name: n, labels: {lvs.dev/director: "true"}}}
        """;
    List<ManifestFile> files = new ArrayList<>(List.of(new ManifestFile("node.yaml", node)));
    conversion.files().forEach((name, text) -> files.add(new ManifestFile(name, text)));
    Manifests manifests = ManifestReader.read(files);
    Compilation compilation =
        Compiler.compile(Resolver.resolve(manifests.input().localChecks(true)), List.of());

    assertThat(manifests.problems()).isEmpty();
    assertThat(compilation.problems())
        .allMatch(problem -> problem.consequence() == Consequence.NOTED);
  }

  @Provide
  Arbitrary<Noise> noise() {
    return Arbitraries.randomValue(ConversionFuzzTest::damaged);
  }

  private static Noise damaged(Random random) {
    ConfigFolder folder = FOLDERS.get(random.nextInt(FOLDERS.size()));
    StringBuilder text = new StringBuilder(folder.file().text());
    for (int i = random.nextInt(8); i >= 0; i--) {
      int from = random.nextInt(text.length() + 1);
      int to = Math.min(text.length(), from + random.nextInt(40));
      switch (random.nextInt(5)) {
        case 0 -> text.delete(from, to);
        case 1 -> text.insert(from, SCRAPS.get(random.nextInt(SCRAPS.size())));
        case 2 -> text.insert(from, text.substring(from, to));
        case 3 -> text.insert(from, SCRAPS.get(random.nextInt(SCRAPS.size())).repeat(many(random)));
        default -> {
          if (from < to) {
            text.setCharAt(from, (char) random.nextInt(256));
          }
        }
      }
    }
    return new Noise(folder.program(), text.toString());
  }

  /** Seldom very many: reading them takes longer than everything else. */
  private static int many(Random random) {
    return random.nextInt(200) == 0 ? 20_000 : random.nextInt(30);
  }
}
