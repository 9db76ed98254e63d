package dev.slipway.platform.key;

import dev.slipway.platform.api.ApiException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.util.OpenSSHPublicKeyUtil;
import org.jspecify.annotations.Nullable;

/**
 * An SSH public key as it stands in a {@code .pub} file.
 *
 * @param type    for example {@code ssh-ed25519}
 * @param data    base64
 * @param comment one word, since the CLI tells the three parts by their spaces; never empty
 */
record SshPublicKey(String type, String data, String comment) {

    private static final int LONGEST = 16 * 1024;
    private static final int LONGEST_COMMENT = 255;
    private static final Pattern LINE =
            Pattern.compile("(?<type>[a-z0-9-]{1,64}) +(?<data>[A-Za-z0-9+/]+={0,2})(?: +(?<comment>\\P{Cntrl}*))?");

    /**
     * @param file  content of a {@code .pub} file
     * @param owner the comment of a key that has none
     * @throws ApiException 422 if this is no public key
     */
    static SshPublicKey parse(@Nullable String file, String owner) {
        Matcher line = LINE.matcher(file == null || file.length() > LONGEST ? "" : file.strip());
        if (!line.matches()) {
            throw invalid(file != null && file.contains("PRIVATE KEY")
                    ? "This is a private key. Nobody but you may have it; send the file that ends in .pub."
                    : "This is not an SSH public key. Send a file like ~/.ssh/id_ed25519.pub.");
        }
        String comment = Optional.ofNullable(line.group("comment")).map(String::strip).filter(text -> !text.isEmpty())
                .map(text -> text.replaceAll("\\s+", "-")).orElse(owner);
        SshPublicKey key = new SshPublicKey(line.group("type"), line.group("data"),
                comment.substring(0, Math.min(LONGEST_COMMENT, comment.length())));
        key.check();
        return key;
    }

    private void check() {
        byte[] blob;
        try {
            blob = Base64.getDecoder().decode(data);
            OpenSSHPublicKeyUtil.parsePublicKey(blob);
        } catch (RuntimeException e) {
            // The library ends in one or another of these, whatever is wrong with the bytes.
            throw invalid("This SSH public key is damaged, or of a kind that is not known here. Make one with: ssh-keygen -t "
                    + "ed25519");
        }
        byte[] typeInBlob = type.getBytes(StandardCharsets.US_ASCII);
        // RFC 4253 §6.6: the blob begins with the length and the name of the type.
        if (blob.length < 4 + typeInBlob.length
                || !Arrays.equals(typeInBlob, Arrays.copyOfRange(blob, 4, 4 + typeInBlob.length))) {
            throw invalid("This SSH public key says that it is " + type + ", but it is not.");
        }
    }

    private static ApiException invalid(String message) {
        return ApiException.invalid(message);
    }

    /** As {@code ssh-keygen -l -E md5} shows it, 16 bytes in hex; what Heroku shows, and fit for a URL. */
    String fingerprint() {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(Base64.getDecoder().decode(data));
            return HexFormat.ofDelimiter(":").formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    /** Type, data and comment. */
    String line() {
        return type + " " + data + " " + comment;
    }
}
