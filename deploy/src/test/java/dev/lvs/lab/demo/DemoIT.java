package dev.lvs.lab.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lvs.verdict.Row;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The program of {@code make demo}, which newcomers run first. */
@Tag("kernel")
class DemoIT {
  /** Output of an act that asked all it had to: every one of twelve requests was answered. */
  private static final String ANSWERED = "12 requests to 10.1.210.58:80 +";

  @Test
  @Row("demo-plays")
  void playsItsActsToTheEnd() throws Exception {
    ByteArrayOutputStream screen = new ByteArrayOutputStream();
    PrintStream terminal = System.out;

    System.setOut(new PrintStream(screen, true, UTF_8));
    try {
      Demo.main("plain");
    } finally {
      System.setOut(terminal);
    }

    String told = screen.toString(UTF_8);
    terminal.println(told);
    assertThat(told)
        .containsPattern("\n1  Direct routing")
        .containsPattern(ANSWERED + "rs-52=6 rs-53=6\n")
        .containsPattern("web-2 removed from the YAML +in the kernel after [0-9]+ ms\n")
        .containsPattern("\n2  NAT")
        .containsPattern(ANSWERED + "web-1=6 web-2=6\n")
        .containsPattern("\n3  Tunnels")
        .containsPattern(ANSWERED + "rs-21=6 rs-22=6\n")
        .containsPattern("SIGTERM for the agents of +\\S+.*\n  12 requests +rs-21=9 rs-22=3\n")
        .containsPattern("from a changed manifest to the kernel +median")
        .doesNotContain("TIMEOUT", "REFUSED");
  }
}
