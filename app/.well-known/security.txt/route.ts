export { answerSecurityText as GET } from "@/lib/web/security-text";
