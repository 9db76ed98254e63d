package dev.slipway.platform.conformance;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One line of the table: a command as typed, and what must come of it. Texts may hold {@link Placeholders}.
 *
 * @param id       unique, and part of the app's name
 * @param command  arguments of {@code heroku}, or a command that starts with {@code git}
 * @param is       the command this row counts for, if it is not the first word
 * @param core     in the set that every tutorial needs
 * @param smoke    tried with the older CLIs too whenever the tests run
 * @param tutorial features of the tutorials that this row shows: S1 to S53
 * @param cli      majors that have the command; empty: all
 * @param login    null: the user; {@code fresh}: the same with a home directory and a token of its own; {@code none}: nobody is
 *                 logged in; {@code other}: the second account
 * @param in       null: an empty folder; {@code checkout}: a repository whose remote {@code heroku} is the app;
 *                 {@code committed-checkout}: the same, with the files committed; {@code deployed-checkout}: that of the pushed app
 * @param files    in that folder, by name
 * @param certificate a hostname: makes files {@code server.crt} and {@code server.key} for it, and <code>{certificate}</code>, the
 *                 body that adds them
 * @param given    what is there before the command, see {@link Step}
 * @param stdin    what the command reads
 * @param types    at a terminal: what is typed after which prompt, in this order
 * @param env      further variables
 * @param until    ends the command when it has printed this
 * @param exit     its status
 * @param prints   all of these, on stdout or stderr; {@code /…/} is a regular expression
 * @param stdout   exactly this
 * @param opens    the address that its browser is to open
 * @param then     API calls after it, and what they answer, see {@link Expectation}
 * @param variants what differs in which major
 */
record Row(String id, String command, @Nullable String is, boolean core, boolean smoke, List<String> tutorial,
           List<Integer> cli, @Nullable String login, @Nullable String in, Map<String, String> files, @Nullable String certificate, List<Step> given, @Nullable String stdin,
           Map<String, String> types, Map<String, String> env, @Nullable String until, int exit, List<String> prints,
           @Nullable String stdout, @Nullable String opens, Map<String, Map<String, @Nullable Object>> then,
           Map<Integer, Variant> variants) {

    /** What another CLI is given or prints; absent fields are as in the row. */
    record Variant(@Nullable String command, @Nullable Integer exit, @Nullable List<String> prints, @Nullable String stdout) {}

    Row(String id, String command, @Nullable String is, boolean core, boolean smoke, @Nullable List<String> tutorial,
        @Nullable List<Integer> cli, @Nullable String login, @Nullable String in, @Nullable Map<String, String> files,
        @Nullable String certificate, @Nullable List<Step> given, @Nullable String stdin, @Nullable Map<String, String> types,
        @Nullable Map<String, String> env, @Nullable String until, int exit, @Nullable List<String> prints,
        @Nullable String stdout, @Nullable String opens, @Nullable Map<String, Map<String, @Nullable Object>> then,
        @Nullable Map<Integer, Variant> variants) {
        this.id = Objects.requireNonNull(id, "id");
        this.command = Objects.requireNonNull(command, id).strip();
        this.is = is;
        this.core = core;
        this.smoke = smoke;
        this.tutorial = tutorial == null ? List.of() : tutorial;
        this.cli = cli == null ? List.of() : cli;
        this.login = login;
        this.in = in;
        this.files = files == null ? Map.of() : files;
        this.certificate = certificate;
        this.given = given == null ? List.of() : given;
        this.stdin = stdin;
        this.types = types == null ? Map.of() : types;
        this.env = env == null ? Map.of() : env;
        this.until = until;
        this.exit = exit;
        this.prints = prints == null ? List.of() : prints;
        this.stdout = stdout;
        this.opens = opens;
        this.then = then == null ? Map.of() : then;
        this.variants = variants == null ? Map.of() : variants;
    }

    /** The command that is counted. */
    String name() {
        return is != null ? is : command.split(" ", 2)[0];
    }

    /** Whether git is tried, and not the CLI. */
    boolean isGit() {
        return command.startsWith("git ");
    }

    boolean runsWith(CliVersion version) {
        return cli.isEmpty() || cli.contains(version.major());
    }

    /** This row as that CLI has it. */
    Row as(CliVersion version) {
        Variant other = variants.get(version.major());
        return other == null ? this : new Row(id, Objects.requireNonNullElse(other.command, command), is, core, smoke, tutorial, cli,
                login, in, files, certificate, given, stdin, types, env, until, Objects.requireNonNullElse(other.exit, exit),
                Objects.requireNonNullElse(other.prints, prints), other.stdout != null ? other.stdout : stdout, opens, then, variants);
    }

    /**
     * Why this row could pass whatever the command does; empty if it cannot. The exit status alone is no proof: a command that
     * is not understood has one too, and one that does nothing succeeds.
     */
    String weakness() {
        if (prints.stream().anyMatch(String::isBlank)) {
            return "`prints` has an empty text, which everything prints; say what is printed, or `stdout: ''` for nothing";
        }
        return prints.isEmpty() && stdout == null && until == null && opens == null && then.isEmpty()
                ? "nothing of what the command does is looked at; say what it `prints`, or what is so `then`" : "";
    }

    /** Whether this row needs an app of its own. */
    boolean needsApp() {
        return "checkout".equals(in) || "committed-checkout".equals(in) || toString().contains("{app}");
    }

    /** Whether this row needs the pushed app of its version. */
    boolean needsRunningApp() {
        return "deployed-checkout".equals(in) || toString().contains("{running}");
    }
}
