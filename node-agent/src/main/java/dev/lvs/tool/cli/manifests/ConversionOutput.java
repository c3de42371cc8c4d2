package dev.lvs.tool.cli.manifests;

import dev.lvs.agent.daemon.CommandException;
import dev.lvs.agent.daemon.ExitCode;
import dev.lvs.tool.convert.Conversion;
import dev.lvs.tool.convert.manifest.ConversionOptions;
import dev.lvs.tool.convert.read.NoticeLines;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map.Entry;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that write manifests, and the writing. */
final class ConversionOutput {
  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      order = 10,
      defaultValue = "default",
      description = "Namespace of the manifests. Default: ${DEFAULT-VALUE}.")
  String namespace = "default";

  @Option(
      names = "--name-prefix",
      paramLabel = "TEXT",
      order = 11,
      defaultValue = "",
      description =
          "Put before the name of each VirtualService, RealServer and AddressPool, and of each"
              + " file: so one directory takes several imports.")
  String namePrefix = "";

  @Option(
      names = "--director-group",
      paramLabel = "NAME",
      order = 12,
      defaultValue = "default",
      description = "The DirectorGroup that is to serve it. Default: ${DEFAULT-VALUE}.")
  String directorGroup = "default";

  @Option(
      names = "--node",
      paramLabel = "NAME",
      order = 13,
      description =
          "Write a Node manifest for a director of this name too, which a directory of manifests"
              + " needs. In a cluster label the node instead: lvs.dev/director=true.")
  List<String> nodes = List.of();

  @Option(
      names = "--output",
      paramLabel = "DIR",
      order = 14,
      description =
          "Write files into this directory, over none that is there, and without Nodes and"
              + " DirectorGroups that it has. Default: one stream on stdout.")
  @Nullable Path directory;

  ConversionOptions options() {
    check("--namespace", namespace);
    check("--director-group", directorGroup);
    nodes.forEach(node -> check("--node", node));
    return new ConversionOptions(namespace, namePrefix, directorGroup, nodes, present());
  }

  private Set<String> present() {
    try {
      return directory == null ? Set.of() : PresentResources.in(directory);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.CANNOT_WRITE, "%s cannot be read: %s".formatted(directory, e.getMessage()));
    }
  }

  /** Writes manifests and notices, and says how that went. */
  ExitCode write(Conversion conversion, PrintWriter out, PrintWriter err) {
    NoticeLines.lines(conversion.notices()).forEach(err::println);
    if (directory == null) {
      out.print(conversion.text());
      out.flush();
    } else {
      write(conversion, directory);
    }
    return conversion.isWhole() ? ExitCode.DONE : ExitCode.PARTIAL;
  }

  private static void write(Conversion conversion, Path directory) {
    try {
      Files.createDirectories(directory);
      for (Entry<String, String> file : conversion.files().entrySet()) {
        Files.writeString(
            directory.resolve(file.getKey()), file.getValue(), StandardOpenOption.CREATE_NEW);
      }
    } catch (FileAlreadyExistsException e) {
      throw new CommandException(
          ExitCode.CANNOT_WRITE,
          e.getFile()
              + " is there already; move it away, choose another directory, or give this import a"
              + " --name-prefix, which its files then have too.");
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.CANNOT_WRITE, "%s cannot be written: %s".formatted(directory, e.getMessage()));
    }
  }

  private static void check(String option, String name) {
    if (!name.matches("[a-z0-9]([-a-z0-9.]{0,61}[a-z0-9])?")) {
      throw new CommandException(
          ExitCode.USAGE,
          "%s '%s' cannot be a name: lower-case letters, digits and - in between."
              .formatted(option, name));
    }
  }
}
