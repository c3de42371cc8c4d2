package dev.lvs.tool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.agent.kernel.InFreshNamespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ipvsadm and we say the same of tables that nobody thought of. */
@Tag("kernel")
@ExtendWith(InFreshNamespace.class)
class RandomTablesIT {
  private static final String[] SCHEDULERS = {
    "rr", "wrr", "lc", "wlc", "lblc", "lblcr", "dh", "sh", "sed", "nq", "fo", "ovf", "mh", "twos"
  };
  private static final String[] LISTED = {
    "--stats",
    "--rate",
    "--thresholds",
    "--persistent-conn",
    "--tun-info",
    "--exact",
    "--sort",
    "--nosort"
  };

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void listsAndSavesAsIpvsadmDoes(long seed) throws Exception {
    ProgramOutput.run("", "ip link set lo up");
    String lines = String.join("\n", new Table(new Random(seed)).lines()) + "\n";
    assertThat(ProgramOutput.run(lines, "ipvsadm -R")).isEqualTo(new ProgramOutput(0, "", ""));

    SoftAssertions all = new SoftAssertions();
    for (int choice = 0; choice < 1 << LISTED.length; choice++) {
      int chosen = choice;
      List<String> options =
          IntStream.range(0, LISTED.length)
              .filter(bit -> (chosen & (1 << bit)) != 0)
              .mapToObj(bit -> LISTED[bit])
              .toList();
      List<String> ours = new ArrayList<>(List.of("list"));
      ours.addAll(options);
      ProgramOutput theirs = ProgramOutput.ipvsadm("-L -n " + String.join(" ", options));
      ProgramOutput said = ProgramOutput.lvs(ours.toArray(String[]::new));
      if (theirs.code() == 0) {
        all.assertThat(said.out()).as(options.toString()).isEqualTo(theirs.out());
      }
      all.assertThat(said.code() == 0).as(options.toString()).isEqualTo(theirs.code() == 0);
    }
    String saved = ProgramOutput.ipvsadm("-S -n").out();
    String exact = ProgramOutput.lvs("save").out();
    all.assertThat(withoutThresholds(exact)).isEqualTo(saved);

    ProgramOutput.ipvsadm("-C");
    all.assertThat(ProgramOutput.run(exact, "ipvsadm -R")).isEqualTo(new ProgramOutput(0, "", ""));
    all.assertThat(ProgramOutput.lvs("save").out()).isEqualTo(exact);

    all.assertAll();
  }

  private static String withoutThresholds(String lines) {
    return lines.replaceAll(" -[xy] \\d+", "");
  }

  /** Lines as somebody types them, with whatever they may leave out. */
  private record Table(Random random) {
    List<String> lines() {
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        service(i, lines);
      }
      return lines;
    }

    private void service(int number, List<String> lines) {
      boolean six = random.nextInt(3) == 0;
      int kind = random.nextInt(5);
      boolean persistent = random.nextInt(3) == 0;
      int port = persistent && random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(65535);
      String vip = address(six, number);
      String key =
          switch (kind) {
            case 0, 1 -> "-t " + vip + ":" + port;
            case 2 -> "-u " + vip + ":" + port;
            case 3 -> "--sctp-service " + vip + ":" + port;
            default -> "-f " + (1 + random.nextInt(Integer.MAX_VALUE - 1)) + (six ? " -6" : "");
          };
      String scheduler = SCHEDULERS[random.nextInt(SCHEDULERS.length)];
      String line = "-A " + key + " -s " + scheduler;
      if ((scheduler.equals("sh") || scheduler.equals("mh")) && random.nextBoolean()) {
        line += " -b " + scheduler + (random.nextBoolean() ? "-port" : "-fallback");
      }
      if (persistent) {
        line += " -p" + (random.nextInt(3) == 0 ? "" : " " + (1 + random.nextInt(100_000)));
        if (random.nextBoolean()) {
          line += six ? " -M " + (1 + random.nextInt(128)) : " -M 255.255.240.0";
        }
      }
      if ((kind == 2 || kind == 4) && random.nextInt(4) == 0) {
        line += " -o";
      }
      lines.add(line);
      for (int i = random.nextInt(6); i > 0; i--) {
        lines.add(destination(key, kind == 4, six, port, i));
      }
    }

    private String destination(String key, boolean marked, boolean six, int port, int number) {
      int method = random.nextInt(4);
      boolean outer = (method > 1 && random.nextInt(3) == 0) != six;
      String address = address(outer, 300 * number + random.nextInt(200));
      int own = 1 + random.nextInt(65535);
      int target = (method == 0 && port != 0) ? own : port;
      String at = address + ":" + (marked ? 0 : target);
      String line = "-a " + key + " -r " + at;
      line +=
          switch (method) {
            case 0 -> " -m";
            case 1 -> random.nextBoolean() ? " -g" : "";
            default ->
                " -i"
                    + switch (random.nextInt(7)) {
                      case 0 -> " --tun-type gre";
                      case 1 -> " --tun-type gre --tun-csum";
                      case 2 -> " --tun-type gue --tun-port " + (1 + random.nextInt(65535));
                      case 3 -> " --tun-type gue --tun-port 6080 --tun-csum";
                      case 4 -> " --tun-type gue --tun-port 6080 --tun-remcsum";
                      case 5 -> " --tun-type ipip";
                      default -> "";
                    };
          };
      if (random.nextBoolean()) {
        int bits = random.nextInt(31);
        line += " -w " + random.nextInt(1 << bits);
      }
      if (random.nextInt(3) == 0) {
        int upper = random.nextInt(65536);
        line += " -x " + upper + (random.nextBoolean() ? " -y " + random.nextInt(upper + 1) : "");
      }
      return line;
    }

    private String address(boolean six, int number) {
      return six
          ? switch (number % 3) {
            case 0 -> "[2001:db8::%x]".formatted(number + 1);
            case 1 -> "[2001:db8:%x:1:22:333:4444:55]".formatted(number + 1);
            default -> "[2001:db8:0:0:1::%x]".formatted(number + 1);
          }
          : "198.51.%d.%d".formatted(number / 250 + 10, number % 250 + 1);
    }
  }
}
