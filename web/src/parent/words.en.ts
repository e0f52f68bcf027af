export { en } from './words'
