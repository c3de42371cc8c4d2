package dev.lvs.agent.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModulesTest {
  @TempDir private Path proc;
  private Modules modules;

  @BeforeEach
  void machine() {
    modules = new Modules(proc);
  }

  @Test
  void nftablesIsNotThereWhereNothingOfItIsLoadedOrBuiltIn() throws IOException {
    write("modules", "ip_vs 200704 2 ip_vs_rr, Live 0x0");
    write("kallsyms", "0000000000000000 T register_ip_vs_scheduler\t[ip_vs]");

    assertThat(modules.mayHaveNftables()).isFalse();
  }

  @Test
  void nftablesIsThereOnceSomebodyLoadedIt() throws IOException {
    write("modules", "ip_vs 200704 2 ip_vs_rr, Live 0x0");
    write("kallsyms", "0000000000000000 T register_ip_vs_scheduler\t[ip_vs]");
    assertThat(modules.mayHaveNftables()).isFalse();

    write("modules", "nf_tables 360448 9 nft_ct, Live 0x0");

    assertThat(modules.mayHaveNftables()).isTrue();
  }

  @Test
  void nftablesOfAKernelWithoutModulesIsFoundByItsFunctions() throws IOException {
    write("kallsyms", "0000000000000000 T nft_register_chain_type");

    assertThat(modules.mayHaveNftables()).isTrue();
  }

  @Test
  void nftablesMayBeThereWhereTheKernelTellsNothing() {
    assertThat(modules.mayHaveNftables()).isTrue();
  }

  private void write(String file, String line) throws IOException {
    Files.writeString(proc.resolve(file), line + "\n");
  }
}
