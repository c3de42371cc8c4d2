package dev.lvs.tool.convert.ldirectord;

import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.tool.convert.read.ConfigFile;
import dev.lvs.tool.convert.read.Configuration;
import dev.lvs.tool.convert.read.Holders;
import dev.lvs.tool.convert.read.Notices;
import dev.lvs.tool.convert.read.Origin;
import dev.lvs.tool.convert.read.ServiceBlock;
import dev.lvs.tool.saved.NameFiles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads ldirectord.cf. */
public final class LdirectordConfig {
  private LdirectordConfig() {}

  /**
   * Returns what ldirectords that run with one of these files each would program together.
   *
   * @param names of hosts and ports
   */
  public static Configuration read(List<ConfigFile> files, NameFiles names) {
    Notices notices = new Notices();
    List<ServiceBlock> services = new ArrayList<>();
    for (ConfigFile file : files) {
      LdirectordRefusals refusals = new LdirectordRefusals(notices);
      Outline outline = Outline.read(file, refusals, notices);
      for (Directive directive : outline.globals()) {
        Optional<String> why = Forms.global(directive);
        refusals.add(directive, why);
        if (why.isEmpty() && directive.name().matches("fallback6?")) {
          Fallback.check(directive, names, refusals);
        }
        Directives.tell(directive, notices);
      }
      Map<ServiceKey, Origin> seen = new HashMap<>();
      for (Section section : outline.sections()) {
        section.directives().forEach(one -> refusals.add(one, Forms.ofSection(one, section)));
        Optional<ServiceBlock> service =
            SectionReader.read(section, outline.globals(), names, refusals, notices);
        service.ifPresent(block -> once(block, seen, refusals));
        service.ifPresent(services::add);
      }
      refusals.tell(file.name());
    }
    Holders.tell(services, Set.of(), files.getFirst().name(), notices);
    return new Configuration(services, Map.of(), List.of(), new TreeSet<>(), notices.sorted());
  }

  private static void once(
      ServiceBlock block, Map<ServiceKey, Origin> seen, LdirectordRefusals refusals) {
    for (VirtualServer server : block.servers()) {
      Origin before = seen.putIfAbsent(server.key(), block.origin());
      if (before != null) {
        refusals.add(block.origin(), "it is at line %d already".formatted(before.line()));
      }
    }
  }
}
