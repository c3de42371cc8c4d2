package dev.lvs.tool.convert.ldirectord;

import dev.lvs.tool.convert.ConfigFile;
import dev.lvs.tool.convert.Configuration;
import dev.lvs.tool.convert.Holders;
import dev.lvs.tool.convert.Notices;
import dev.lvs.tool.convert.ServiceBlock;
import dev.lvs.tool.saved.NameFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads ldirectord.cf. */
public final class LdirectordConfig {
  private LdirectordConfig() {}

  /**
   * What ldirectords that run with one of these files each would program together.
   *
   * @param names of hosts and ports
   */
  public static Configuration read(List<ConfigFile> files, NameFiles names) {
    Notices notices = new Notices();
    List<ServiceBlock> services = new ArrayList<>();
    for (ConfigFile file : files) {
      Outline outline = Outline.read(file, notices);
      for (Directive directive : outline.globals()) {
        Directives.tell(directive, notices);
      }
      for (Section section : outline.sections()) {
        SectionReader.read(section, outline.globals(), names, notices).ifPresent(services::add);
      }
    }
    Holders.tell(services, Set.of(), files.getFirst().name(), notices);
    return new Configuration(services, Map.of(), List.of(), new TreeSet<>(), notices.sorted());
  }
}
