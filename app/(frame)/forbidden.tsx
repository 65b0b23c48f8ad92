export { ForbiddenPage as default } from "@/components/frame/forbidden-page";
